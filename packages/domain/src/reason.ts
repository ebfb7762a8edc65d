/** Why a figure is null: a figure that cannot be computed is never 0. */
export type Reason =
  | 'noItems'
  | 'tooFewItems'
  | 'noWorkingTime'
  | 'tooLittleHistory'
  | 'nothingFinished'
  | 'notInProgress'
  | 'noDeadline'
  | 'noObjective'
  | 'modelDoesNotFit'
  | 'beyondHistory';

/** The reasons of the figures of an answer that are null, by a table that says why each may be. */
export function reasonsOf<Answer extends object>(
  answer: Answer,
  why: Partial<Record<keyof Answer, Reason>>,
): Partial<Record<keyof Answer, Reason>> {
  const fields = Object.keys(why) as (keyof Answer)[];
  return Object.fromEntries(
    fields.filter((field) => answer[field] === null).map((field) => [field, why[field]]),
  ) as Partial<Record<keyof Answer, Reason>>;
}
