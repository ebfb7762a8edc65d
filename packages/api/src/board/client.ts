import { addressOf } from '../client/address.ts';
import { brokenOff, notTheApi } from '../client/failure.ts';
import { type ApiAccess, createRequest } from '../client/request.ts';
import { type BoardAnswer, type Given, type Operation, operations } from './operations.ts';

export interface CallOptions {
  /** For what writes: new for each thing a person does, and the same through every retry of it. */
  readonly key?: string;
  /** The version of an item that the person saw (`edit`). */
  readonly ifMatch?: string;
  /** The version that is known already (`wall`). */
  readonly ifNoneMatch?: string;
  readonly signal?: AbortSignal;
}

export interface BoardClient {
  readonly url: string;
  /**
   * Does an operation. Null: unchanged since the version of `ifNoneMatch`. Throws ApiFailure, whose `problem` has the refusal's
   * number and code, or what the signal was aborted with. After `away` nobody knows whether it was done: repeat with the same key.
   */
  call<Name extends Operation>(
    operation: Name,
    given: Given<Name>,
    options?: CallOptions,
  ): Promise<BoardAnswer<Name> | null>;
}

const SERVICE = 'board API';

/** The one client of the board API. In a browser the session's cookie goes with it. */
export function createBoardClient(access: ApiAccess): BoardClient {
  const { url } = access;
  const request = createRequest(access, SERVICE);
  return {
    url,
    async call(operation, { body, ...parameters }, { key, ifMatch, ifNoneMatch, signal } = {}) {
      const [method, path] = operations[operation];
      const address = addressOf(url, path, parameters as Readonly<Record<string, string>>);
      const headers = {
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
        ...(ifNoneMatch === undefined ? {} : { 'if-none-match': `"${ifNoneMatch}"` }),
      };
      const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const { response, finished } = await request(address, sent, signal);
      try {
        return response.status === 304 ? null : ((await response.json()) as BoardAnswer<typeof operation>);
      } catch (error) {
        throw error instanceof SyntaxError ? notTheApi(url, SERVICE) : brokenOff(error, url, SERVICE);
      } finally {
        finished();
      }
    },
  };
}
