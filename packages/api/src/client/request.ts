import { ApiFailure, failureOf, type ServiceName, unreachable } from './failure.ts';

/** The address of a service, and how to ask it. */
export interface ApiAccess {
  /** http: or https:, without a slash at the end. */
  readonly url: string;
  /** Called for each request: a person may enter one later. */
  readonly token?: (() => string | undefined) | undefined;
  /** Ends every request. */
  readonly signal?: AbortSignal | undefined;
  /** How long an answer may take, 30 s by default. For a table only until it begins, because it may be as long as the log. */
  readonly timeoutMs?: number;
}

/** How a request differs from a plain GET. */
export type Sent = Pick<RequestInit, 'method' | 'body'> & { headers?: Record<string, string> };

const TIMEOUT_MS = 30_000;

/** The header that a token goes in; none without one. */
export function authorization(token: string | null | undefined): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** Asks a service, with the token there is. */
export function createRequest(
  { url, token, signal: stopping, timeoutMs = TIMEOUT_MS }: ApiAccess,
  service: ServiceName,
) {
  /** Throws unless the answer is 2xx or 304; `finished` ends its deadline. */
  return async function request(address: string, { headers, ...sent }: Sent = {}, signal?: AbortSignal) {
    const given = token?.();
    const deadline = new AbortController();
    const late = new DOMException(`no answer within ${timeoutMs / 1000} s`, 'TimeoutError');
    const timer = setTimeout(() => deadline.abort(late), timeoutMs);
    const finished = () => clearTimeout(timer);
    const stops = [stopping, signal].filter((stop) => stop !== undefined);
    try {
      const response = await fetch(address, {
        ...sent,
        headers: { ...headers, ...authorization(given) },
        signal: AbortSignal.any([...stops, deadline.signal]),
      });
      if (!response.ok && response.status !== 304) throw await failureOf(response, url, service);
      return { response, finished };
    } catch (error) {
      finished();
      if (error instanceof ApiFailure || stops.some(({ aborted }) => aborted)) throw error;
      throw unreachable(url, error === late ? late.message : causeOf(error), service);
    }
  };
}

/** Node's reason for a failed connection; browsers give none. */
function causeOf(error: unknown): string {
  const { code, message } = ((error as Error).cause ?? {}) as { code?: string; message?: string };
  return code ?? message ?? '';
}
