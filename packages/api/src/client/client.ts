import type { AnswerTo, ParamsOf, Path, QueryOf } from '../paths.ts';
import { addressOf } from './address.ts';
import { ApiFailure, brokenOff, failureOf, notTheApi, unreachable } from './failure.ts';

/** The address of the metrics API, and how to ask it. */
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

/** The parameters of a path and of its query, together. */
export type Asked<Of extends Path> = QueryOf<Of> & ParamsOf<Of>;

/** An answer, and the time in ms at which it came, which says how much of its range was over. */
export type Received<Of extends Path> = AnswerTo<Of> & { readonly answeredAtMs: number };

/** All methods that ask throw ApiFailure, or what the signal was aborted with. */
export interface Client {
  readonly url: string;
  ask<Of extends Path>(path: Of, asked: Asked<Of>, signal?: AbortSignal): Promise<Received<Of>>;
  addressOf<Of extends Path>(path: Of, asked: Asked<Of>): string;
  /** A table by an address that asks for CSV. The caller reads the body; `brokenOff` turns an error of reading into a sentence. */
  table(address: string): Promise<Response>;
}

const TIMEOUT_MS = 30_000;

/** The one client of the metrics API, for pages, reports and the command line. */
export function createClient({ url, token, signal: stopping, timeoutMs = TIMEOUT_MS }: ApiAccess): Client {
  const client: Client = {
    url,
    addressOf: (path, asked) => addressOf(url, path, asked),

    async ask(path, asked, signal) {
      const { response, finished } = await request(client.addressOf(path, asked), signal);
      try {
        const answer = (await response.json()) as AnswerTo<typeof path>;
        return { ...answer, answeredAtMs: Date.now() };
      } catch (error) {
        throw error instanceof SyntaxError ? notTheApi(url) : brokenOff(error, url);
      } finally {
        finished();
      }
    },

    async table(address) {
      const { response, finished } = await request(address);
      finished();
      if (response.headers.get('content-type')?.startsWith('text/csv')) return response;
      throw await failureOf(response, url);
    },
  };
  return client;

  /** Throws unless the answer is 2xx; `finished` ends its deadline. */
  async function request(address: string, signal?: AbortSignal) {
    const given = token?.();
    const deadline = new AbortController();
    const late = new DOMException(`no answer within ${timeoutMs / 1000} s`, 'TimeoutError');
    const timer = setTimeout(() => deadline.abort(late), timeoutMs);
    const finished = () => clearTimeout(timer);
    const stops = [stopping, signal].filter((stop) => stop !== undefined);
    try {
      const response = await fetch(address, {
        ...(given === undefined ? {} : { headers: { authorization: `Bearer ${given}` } }),
        signal: AbortSignal.any([...stops, deadline.signal]),
      });
      if (!response.ok) throw await failureOf(response, url);
      return { response, finished };
    } catch (error) {
      finished();
      if (error instanceof ApiFailure || stops.some(({ aborted }) => aborted)) throw error;
      throw unreachable(url, error === late ? late.message : causeOf(error));
    }
  }
}

/** Node's reason for a failed connection; browsers give none. */
function causeOf(error: unknown): string {
  const { code, message } = ((error as Error).cause ?? {}) as { code?: string; message?: string };
  return code ?? message ?? '';
}
