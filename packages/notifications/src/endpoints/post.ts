import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkLiteral, createPublicLookup, PrivateAddress } from './public-address.ts';
import { readExcerpt } from './read-excerpt.ts';
import { BadEndpoint, type EndpointRequest } from './request-of.ts';

/** Where a message is when posting it ends, however it ends. */
export type HandOver = 'not begun' | 'asking' | 'overtaken' | 'done';

export type Posted =
  /** The beginning of the answer's body, on one line. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly excerpt: string;
      readonly handOver: HandOver;
    }
  /** No answer. `isForGood`: another try would fail the same way, by our own rules. `isSilent`: the deadline ended it. */
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly isForGood: boolean;
      readonly isSilent: boolean;
      readonly handOver: HandOver;
    };

export interface PosterOptions {
  /** Connections to one server. */
  readonly connections: number;
  /** For the whole call: name, connection, TLS, body and answer. */
  readonly deadlineMs: number;
  /** Also http:, and addresses that are not public. */
  readonly allowPrivate: boolean;
  /** For tests of what a name server may answer. */
  readonly lookup?: LookupFunction;
}

interface PostOptions {
  /** Asked once, when all but the last byte of the body was written. */
  readonly mayHandOver?: () => Promise<boolean>;
  /** Called when the last byte is with the operating system; the answer may be there by then. */
  readonly handedOver?: () => void;
  readonly signal?: AbortSignal;
}

export interface Poster {
  post(request: EndpointRequest, options?: PostOptions): Promise<Posted>;
  close(): void;
}

class Overdue extends Error {}

/** A connection that nobody used for this long may be closed on the other side already. */
const IDLE_MS = 4_000;
const MOST_HEADER_BYTES = 16_384;

/**
 * Posts to endpoints, over connections that are kept. Never throws for what servers and networks do, and follows no
 * redirect: node:http does not, and where it leads to is not what somebody wrote down.
 */
export function createPoster(options: PosterOptions): Poster {
  const { connections, deadlineMs, allowPrivate } = options;
  const settings = { keepAlive: true, maxSockets: connections, timeout: IDLE_MS };
  const agents = { 'http:': new HttpAgent(settings), 'https:': new HttpsAgent(settings) };
  const lookup = options.lookup ?? (allowPrivate ? undefined : createPublicLookup());

  function open(text: string, headers: EndpointRequest['headers'], length: number): ClientRequest {
    const url = URL.parse(text);
    if (url?.protocol !== 'https:' && !(allowPrivate && url?.protocol === 'http:')) {
      throw new BadEndpoint('The URL of the endpoint is not an https: address');
    }
    if (!allowPrivate) checkLiteral(url);
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    return send(url, {
      method: 'POST',
      agent: agents[url.protocol],
      headers: { ...headers, 'content-length': length },
      maxHeaderSize: MOST_HEADER_BYTES,
      ...(lookup === undefined ? {} : { lookup }),
    });
  }

  return {
    post({ url, headers, body: text }, { mayHandOver = async () => true, handedOver, signal } = {}) {
      const body = Buffer.from(text);
      let handOver: HandOver = 'not begun';
      return new Promise((resolve) => {
        let request: ClientRequest | undefined;
        let answer: { readonly status: number; readonly retryAfter: string | undefined } | undefined;
        const settle = (posted: Posted) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', stop);
          resolve(posted);
        };
        /** Only the first call counts, as with every promise; the connection is of no use any more. A no is a no at once. */
        const fail = (error: Error) => {
          const isForGood = error instanceof BadEndpoint || error instanceof PrivateAddress;
          const isSilent = error instanceof Overdue;
          if (answer && (answer.status >= 300 || handOver === 'done')) {
            settle({ kind: 'answered', ...answer, excerpt: '', handOver });
          } else settle({ kind: 'failed', error: error.message, isForGood, isSilent, handOver });
          request?.destroy();
        };
        /** What ends the connection ends the reading of an answer too, which then tells what it has. */
        const broken = (error: Error) => {
          if (!answer) fail(error);
        };
        const stop = () => fail(new Error('The notifier stops'));
        const timer = setTimeout(() => fail(new Overdue(`No answer within ${deadlineMs} ms`)), deadlineMs);
        if (signal?.aborted) return stop();
        signal?.addEventListener('abort', stop, { once: true });

        /** Without the last byte no receiver has the message: a cut before it means "not sent", after it "may have been". */
        const askToEnd = async (opened: ClientRequest) => {
          handOver = 'asking';
          const isAllowed = await mayHandOver();
          // Given up, or refused by the server, while we asked: nothing more goes out.
          if (opened.destroyed && !(answer && answer.status < 300)) return;
          handOver = isAllowed ? 'done' : 'overtaken';
          if (!isAllowed) fail(new Error('Another notifier has taken the delivery over'));
          // Some say yes and close without reading to the end: that is a yes too, now that it is noted.
          else if (!opened.destroyed) opened.end(body.subarray(-1), handedOver);
        };

        try {
          request = open(url, headers, body.length);
        } catch (error) {
          return fail(error as Error);
        }
        const opened = request;
        let asked: Promise<void> | undefined;
        opened.on('error', (error) => broken(nameless(error)));
        opened.on('close', () => broken(new Error('The connection was closed without an answer')));
        opened.on('response', async (response: IncomingMessage) => {
          const { statusCode: status = 0, headers: answered } = response;
          answer = { status, retryAfter: answered['retry-after'] };
          const excerpt = await readExcerpt(response);
          // Some answer before they have read: a yes counts once the message is there.
          if (status < 300) await asked?.catch(() => {});
          if (status < 300 && handOver !== 'done') {
            return fail(new Error(`The server answered ${status} before it had the whole message`));
          }
          settle({ kind: 'answered', ...answer, excerpt, handOver });
          if (handOver !== 'done') opened.destroy();
        });
        opened.write(body.subarray(0, -1), (error) => {
          // A failed write is reported as the request's error.
          if (error || opened.destroyed) return;
          asked = askToEnd(opened);
          asked.catch(fail);
        });
      });
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Of several addresses tried, the first reason: an AggregateError says nothing itself. */
function nameless(error: Error): Error {
  return error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
}
