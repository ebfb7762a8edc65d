import type {
  AppType,
  CumulativeFlowAnswer,
  LeadTimeAnswer,
  Problem,
  QueuesAnswer,
  SlaAnswer,
  ThroughputAnswer,
  ValueStreamsAnswer,
  WorkItemAnswer,
} from '@kanban/api';
import { hc } from 'hono/client';
import type { Request } from '../view/request.ts';
import { pathSegment } from './path-segment.ts';
import { spreadsheetDialect } from './spreadsheet-dialect.ts';
import type { TokenStore } from './token.ts';

/** Why there is no answer. `away` may pass by itself; the others need a person. */
export type Failure =
  | { readonly reason: 'away'; readonly detail: string }
  | { readonly reason: 'tokenNeeded' }
  | {
      readonly reason: 'refused';
      readonly problem: Pick<Problem, 'status' | 'title' | 'detail' | 'allowed'>;
    };

export class ApiFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** One question: where its answer is, and where the same rows are as CSV. */
export interface Question<Answer> {
  ask(signal: AbortSignal): Promise<Answer>;
  csvUrl(rows?: 'misses' | 'open'): string;
}

export interface Questions {
  queues: Question<QueuesAnswer>;
  leadTime: Question<LeadTimeAnswer>;
  cumulativeFlow: Question<CumulativeFlowAnswer>;
  throughput: Question<ThroughputAnswer>;
  sla: Question<SlaAnswer>;
}

export interface Api {
  readonly url: URL;
  valueStreams(signal: AbortSignal): Promise<ValueStreamsAnswer>;
  workItem(reference: string, signal: AbortSignal): Promise<WorkItemAnswer>;
  questions(request: Request): Questions;
  /** For what a link cannot do: a download with a token. */
  download(url: string): Promise<Response>;
}

/** Seconds are plenty for any answer; an API that hangs is away. */
const TIMEOUT_MS = 30_000;

/** All methods throw ApiFailure, or an AbortError when told to stop. */
export function createApi(url: URL, tokens: TokenStore): Api {
  const ask = (input: string | URL | globalThis.Request, init?: RequestInit) => guarded(input, init, tokens);
  const routes = hc<AppType>(url.href.replace(/\/$/, ''), { fetch: ask }).v1;
  const init = (signal: AbortSignal) => ({ init: { signal } });
  return {
    url,
    valueStreams: async (signal) => json(await routes['value-streams'].$get({ query: {} }, init(signal))),
    workItem: async (reference, signal) => {
      const param = { reference: segmentOf(reference) };
      return json(await routes['work-items'][':reference'].$get({ param, query: {} }, init(signal)));
    },
    download: (address) => ask(address),

    questions({ stream, from, to, timeZone, measure, policy, pointInterval, barInterval }) {
      const range = { stream, from, to, timeZone };
      const bars = { ...range, interval: barInterval };
      const points = { ...range, interval: pointInterval, policy };
      const times = { ...range, measure };
      const csv = { format: 'csv', ...spreadsheetDialect() } as const;
      return {
        queues: {
          ask: async (signal) => json(await routes.queues.$get({ query: { stream } }, init(signal))),
          csvUrl: () => routes.queues.$url({ query: { stream, ...csv } }).href,
        },
        leadTime: {
          ask: async (signal) => json(await routes['lead-time'].$get({ query: times }, init(signal))),
          csvUrl: () => routes['lead-time'].$url({ query: { ...times, ...csv } }).href,
        },
        cumulativeFlow: {
          ask: async (signal) => json(await routes['cumulative-flow'].$get({ query: points }, init(signal))),
          csvUrl: () => routes['cumulative-flow'].$url({ query: { ...points, ...csv } }).href,
        },
        throughput: {
          ask: async (signal) => {
            const response = await routes.throughput.$get({ query: bars }, init(signal));
            const answer = await json<Omit<ThroughputAnswer, 'answeredAtMs'>>(response);
            return { ...answer, answeredAtMs: Date.now() };
          },
          csvUrl: () => routes.throughput.$url({ query: { ...bars, ...csv } }).href,
        },
        sla: {
          ask: async (signal) => json(await routes.sla.$get({ query: bars }, init(signal))),
          csvUrl: (rows) => routes.sla.$url({ query: { ...bars, ...(rows ? { rows } : {}), ...csv } }).href,
        },
      };
    },
  };
}

/** Throws ApiFailure for the references that no address can carry. */
function segmentOf(reference: string): string {
  const segment = pathSegment(reference);
  if (segment !== null) return segment;
  const detail = `An item whose reference is “${reference}” cannot be asked for: no address can hold it.`;
  const problem = { status: 400, title: 'Reference without an address', detail };
  throw new ApiFailure({ reason: 'refused', problem });
}

/** A fetch that answers with 2xx or throws. */
async function guarded(
  input: string | URL | globalThis.Request,
  init: RequestInit | undefined,
  tokens: TokenStore,
): Promise<Response> {
  const headers = new Headers(init?.headers);
  const token = tokens.get();
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await fetch(input, { ...init, headers, signal });
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new ApiFailure({ reason: 'away', detail: timeout.aborted ? 'It took too long.' : '' });
  }
  if (response.ok) return response;
  if (response.status === 401) throw new ApiFailure({ reason: 'tokenNeeded' });
  const problem = await problemOf(response);
  if (response.status < 500 && response.status !== 429) throw new ApiFailure({ reason: 'refused', problem });
  throw new ApiFailure({ reason: 'away', detail: problem.detail });
}

async function problemOf(response: Response) {
  const { status, statusText } = response;
  const text = { title: statusText, detail: `It answered ${status} ${statusText}.` };
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null;
  return {
    status,
    title: body?.title ?? text.title,
    detail: body?.detail ?? text.detail,
    ...(body?.allowed ? { allowed: body.allowed } : {}),
  };
}

/** What `guarded` lets through is the route's answer, and JSON; from anything but the API it may be something else. */
async function json<Answer>(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiFailure({ reason: 'away', detail: 'What answers there is not the metrics API.' });
  }
}
