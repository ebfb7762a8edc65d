/**
 * Why there is no report: `away` may pass by itself (the API does not answer, or has no database), `tokenNeeded` and
 * `refused` need a person. The message is a sentence.
 */
export type FailureReason = 'away' | 'tokenNeeded' | 'refused';

export class ReportFailed extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, sentence: string) {
    super(sentence);
    this.reason = reason;
  }
}
