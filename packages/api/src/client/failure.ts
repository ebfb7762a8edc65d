import type { BoardProblem } from '../board/contract/problem.ts';
import type { Problem } from '../contract/problem.ts';

/**
 * Why there is no answer. `away` may pass by itself: the API does not answer, or has no database. `tokenNeeded` and
 * `refused` need a person.
 */
export type FailureReason = 'away' | 'tokenNeeded' | 'refused';

/** Which of our services is asked: a word of the sentences. */
export type ServiceName = 'metrics API' | 'board API';

/** No answer of a service. The message is a sentence for a person, and holds no token. */
export class ApiFailure extends Error {
  readonly reason: FailureReason;
  /** What the service said, where it said anything. */
  readonly problem: Partial<Problem & BoardProblem> | undefined;
  readonly service: ServiceName;

  constructor(
    reason: FailureReason,
    sentence: string,
    problem?: Partial<Problem & BoardProblem>,
    service: ServiceName = 'metrics API',
  ) {
    super(sentence);
    this.reason = reason;
    this.problem = problem;
    this.service = service;
  }

  /** For a place on a page that names the service elsewhere. */
  get brief(): string {
    if (this.reason === 'away') return `The ${this.service} does not answer.`;
    return this.reason === 'tokenNeeded' ? `The ${this.service} asks for an access token.` : this.message;
  }
}

/** No connection, or no answer within the deadline. `why` is empty where nothing is known. */
export function unreachable(api: string, why: string, service?: ServiceName): ApiFailure {
  const sentence = `The ${service ?? 'metrics API'} at ${api} cannot be reached${why === '' ? '' : ` (${why})`}.`;
  return new ApiFailure('away', sentence, undefined, service);
}

/** An answer that is neither what was asked for nor a problem. */
export function notTheApi(api: string, service?: ServiceName): ApiFailure {
  const sentence = `What answers at ${api} is not the ${service ?? 'metrics API'}.`;
  return new ApiFailure('away', sentence, undefined, service);
}

/** What reading an answer threw: as a failure when it ended before it was whole, anything else as it was. */
export function brokenOff(error: unknown, api: string, service: ServiceName = 'metrics API'): unknown {
  const isLate = error instanceof DOMException && error.name === 'TimeoutError';
  if (!isLate && !(error instanceof TypeError)) return error;
  return new ApiFailure(
    'away',
    `The ${service} at ${api} broke off its answer; try again.`,
    undefined,
    service,
  );
}

/** What an answer without success means. Reads its body. */
export async function failureOf(
  response: Response,
  api: string,
  service: ServiceName = 'metrics API',
): Promise<ApiFailure> {
  const { status } = response;
  if (!response.headers.get('content-type')?.includes('application/problem+json')) {
    if (status === 401) return tokenNeeded();
    return new ApiFailure(
      'away',
      `${api} answers ${status} but not like the ${service}.`,
      undefined,
      service,
    );
  }
  const said = (await response.json().catch(() => null)) as Partial<Problem & BoardProblem> | null;
  const problem = { ...said, status };
  if (status === 401) return tokenNeeded(problem);
  const sentence = sentenceOf(problem);
  if (status < 500 && status !== 429) return new ApiFailure('refused', sentence, problem, service);
  return new ApiFailure('away', `The ${service} at ${api}: ${sentence}`, problem, service);

  function tokenNeeded(problem?: Partial<Problem & BoardProblem>) {
    const sentence = `The ${service} at ${api} asks ${service === 'board API' ? 'you to sign in' : 'for a token'}.`;
    return new ApiFailure('tokenNeeded', sentence, problem, service);
  }
}

/** What is wrong, and what would be right. */
function sentenceOf({ status, title, detail, allowed }: Partial<Problem>): string {
  const sentence = detail ?? title ?? `It answers ${status}.`;
  if (allowed === undefined || sentence.includes(allowed)) return sentence;
  return `${sentence}${/[.!?]$/.test(sentence) ? '' : '.'} Allowed: ${allowed}.`;
}
