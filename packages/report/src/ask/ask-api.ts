import { ReportFailed } from './report-failed.ts';

/** Where the metrics API is and how it is asked. */
export interface ApiAccess {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For one answer; 30 s by default. */
  readonly timeoutMs?: number;
}

export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly allowed?: string;
}

/** What the API answers instead of what was asked for. */
export class Refusal extends ReportFailed {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    const sentence = problem.detail ?? problem.title ?? `The metrics API answers ${status}.`;
    const { allowed } = problem;
    super(
      'refused',
      allowed === undefined || sentence.includes(allowed) ? sentence : `${sentence} Allowed: ${allowed}.`,
    );
    this.status = status;
    this.problem = problem;
  }
}

const TIMEOUT_MS = 30_000;

/** A fetch that answers with 2xx or throws ReportFailed; or whatever `signal` was aborted with. */
export function createFetch({
  url: base,
  token,
  signal: stopping,
  timeoutMs = TIMEOUT_MS,
}: ApiAccess): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = stopping ? AbortSignal.any([stopping, timeout]) : timeout;
    let response: Response;
    try {
      response = await fetch(input, { ...init, headers, signal });
    } catch (error) {
      if (stopping?.aborted) throw error;
      const why = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : causeOf(error as Error);
      throw new ReportFailed('away', `The metrics API at ${base} cannot be reached (${why}).`);
    }
    if (response.ok) return response;
    throw await failureOf(response, base);
  };
}

function causeOf({ cause, message }: Error): string {
  const { code, message: reason } = (cause ?? {}) as { code?: string; message?: string };
  return code ?? reason ?? message;
}

async function failureOf(response: Response, base: string): Promise<ReportFailed> {
  const { status } = response;
  if (status === 401) return new ReportFailed('tokenNeeded', `The metrics API at ${base} asks for a token.`);
  if (!response.headers.get('content-type')?.includes('application/problem+json')) {
    return new ReportFailed('away', `${base} answers ${status}, but not like the metrics API.`);
  }
  const problem = (await response.json().catch(() => ({}))) as Problem;
  if (status < 500 && status !== 429) return new Refusal(status, problem);
  return new ReportFailed('away', `The metrics API at ${base}: ${problem.detail ?? problem.title ?? status}`);
}

/** What is read as JSON but is none did not come from the metrics API. */
export async function json<Answer>(response: { json(): Promise<unknown>; url: string }): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch (error) {
    if (error instanceof SyntaxError) throw notTheApi(response.url);
    throw brokenOff(error, response.url);
  }
}

export function notTheApi(url: string): ReportFailed {
  return new ReportFailed('away', `What answers at ${new URL(url).origin} is not the metrics API.`);
}

/** How fetch reports an answer that ends before it is whole, or takes too long; anything else is as it was. */
export function brokenOff(error: unknown, url: string): unknown {
  const isLate = error instanceof DOMException && error.name === 'TimeoutError';
  if (!isLate && !(error instanceof TypeError)) return error;
  return new ReportFailed('away', `The metrics API at ${new URL(url).origin} broke off its answer.`);
}
