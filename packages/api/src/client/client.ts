import type { AnswerTo, ParamsOf, Path, QueryOf } from '../paths.ts';
import { addressOf } from './address.ts';
import { brokenOff, failureOf, notTheApi } from './failure.ts';
import { type ApiAccess, createRequest } from './request.ts';

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

/** The one client of the metrics API, for pages, reports and the command line. */
export function createClient(access: ApiAccess): Client {
  const { url } = access;
  const request = createRequest(access, 'metrics API');
  const client: Client = {
    url,
    addressOf: (path, asked) => addressOf(url, path, asked),

    async ask(path, asked, signal) {
      const { response, finished } = await request(client.addressOf(path, asked), {}, signal);
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
}
