import type { Problem } from '../contract/problem.ts';

/**
 * Why there is no answer. `away` may pass by itself: the API does not answer, or has no database. `tokenNeeded` and
 * `refused` need a person.
 */
export type FailureReason = 'away' | 'tokenNeeded' | 'refused';

/** No answer of the metrics API. The message is a sentence for a person, and holds no token. */
export class ApiFailure extends Error {
  readonly reason: FailureReason;
  /** What the API said, where it said anything. */
  readonly problem: Partial<Problem> | undefined;

  constructor(reason: FailureReason, sentence: string, problem?: Partial<Problem>) {
    super(sentence);
    this.reason = reason;
    this.problem = problem;
  }

  /** For a place on a page that names the API elsewhere. */
  get brief(): string {
    if (this.reason === 'away') return 'The metrics API does not answer.';
    return this.reason === 'tokenNeeded' ? 'The metrics API asks for an access token.' : this.message;
  }
}

/** No connection, or no answer within the deadline. `why` is empty where nothing is known. */
export function unreachable(api: string, why: string): ApiFailure {
  return new ApiFailure(
    'away',
    `The metrics API at ${api} cannot be reached${why === '' ? '' : ` (${why})`}.`,
  );
}

/** An answer that is neither what was asked for nor a problem. */
export function notTheApi(api: string): ApiFailure {
  return new ApiFailure('away', `What answers at ${api} is not the metrics API.`);
}

/** What reading an answer threw: as a failure when it ended before it was whole, anything else as it was. */
export function brokenOff(error: unknown, api: string): unknown {
  const isLate = error instanceof DOMException && error.name === 'TimeoutError';
  if (!isLate && !(error instanceof TypeError)) return error;
  return new ApiFailure('away', `The metrics API at ${api} broke off its answer; try again.`);
}

/** What an answer without success means. Reads its body. */
export async function failureOf(response: Response, api: string): Promise<ApiFailure> {
  const { status } = response;
  if (status === 401) return new ApiFailure('tokenNeeded', `The metrics API at ${api} asks for a token.`);
  if (!response.headers.get('content-type')?.includes('application/problem+json')) {
    return new ApiFailure('away', `${api} answers ${status} but not like the metrics API.`);
  }
  const said = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const problem = { ...said, status };
  const sentence = sentenceOf(problem);
  if (status < 500 && status !== 429) return new ApiFailure('refused', sentence, problem);
  return new ApiFailure('away', `The metrics API at ${api}: ${sentence}`, problem);
}

/** What is wrong, and what would be right. */
function sentenceOf({ status, title, detail, allowed }: Partial<Problem>): string {
  const sentence = detail ?? title ?? `It answers ${status}.`;
  return allowed === undefined || sentence.includes(allowed) ? sentence : `${sentence} Allowed: ${allowed}.`;
}
