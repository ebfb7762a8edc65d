/** Why a figure is null: what cannot be computed is never 0. */
export type Reason =
  | 'noItems'
  | 'tooFewItems'
  | 'noWorkingTime'
  | 'tooLittleHistory'
  | 'nothingFinished'
  | 'notInProgress'
  | 'noDeadline'
  | 'modelDoesNotFit'
  | 'beyondHistory';
