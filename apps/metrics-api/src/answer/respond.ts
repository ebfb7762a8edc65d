import type { Database } from '@kanban/schema';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { Kysely } from 'kysely';
import type { AppEnv, Deps } from '../deps.ts';
import { answerOnce } from '../flights/answer-once.ts';
import { readAsOf } from '../load/as-of/as-of.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { timed, timingOf } from '../load/timed.ts';
import { type HeavyQuery, isHeavy } from '../workers/is-heavy.ts';
import { asOfHeader } from './as-of-header.ts';
import { type AskedAsOf, type AsOfQuery, askedAsOf } from './asked-as-of.ts';
import { askedState, type StateQuery } from './asked-state.ts';
import type { CsvTable } from './csv.ts';
import { type CsvQuery, csvDialect } from './csv-dialect.ts';
import { csvResponse } from './csv-response.ts';
import { byMinute, type DecidedBy } from './decided-by.ts';
import { encoded } from './encoded.ts';
import { etagOf, isKnown } from './etag.ts';
import type { Made } from './made.ts';
import { requestOf } from './request-of.ts';

interface Answer {
  body: object;
  /** The body without what only the passing of time changes (how late, how long until now), where the ETag is made of the answer. */
  etagBody?: unknown;
  /** The rows of the body as a table. Called only when they are asked for as CSV; left out where a list is streamed instead. */
  table?(): CsvTable;
}

/** An answer that has not been read yet. */
export interface Question {
  load(): Promise<Answer>;
}

export interface Format extends CsvQuery {
  format?: 'json' | 'csv' | undefined;
}

/**
 * Answers a request from one snapshot of the database: 304 when the client knows the answer, else JSON or CSV of the same rows. The
 * ETag is made of the request, the states of the streams asked about and what `decidedBy` says, before the answer is; or of the
 * answer itself, where `decidedBy` is 'answer' or nobody knows a state; or of the request alone, as of an instant that is settled. Who asks the same at the same time shares the answer.
 */
export async function respondBy(
  c: Context<AppEnv>,
  deps: Deps,
  query: Format & StateQuery & HeavyQuery & AsOfQuery,
  decidedBy: DecidedBy | 'answer',
  ask: (snapshot: Snapshot) => Promise<Question> | Question,
): Promise<Response> {
  const format = wantedFormat(c, query.format);
  const dialect = csvDialect(query);
  const request = requestOf(c, query, format);
  const known = c.req.header('If-None-Match');
  const settledTag = etagOf(request, 'settled');
  let asOf: AskedAsOf | undefined;

  const work = {
    // Until when all is settled is looked at before the snapshot is opened.
    mayBeKnown: known !== undefined || query.asOf !== undefined,
    async etagIn(db: Kysely<Database>) {
      asOf ??= await askedAsOf(db, deps, query);
      if (asOf?.isSettled) return settledTag;
      const state = decidedBy === 'answer' ? undefined : await askedState(db, deps, query, decidedBy);
      return state === undefined ? undefined : etagOf(request, state);
    },
    async make(snapshot: Snapshot, etag: string | undefined): Promise<Made> {
      const { result, databaseMs, wholeMs } = await timed(async () =>
        (await ask(await readAsOf(snapshot, asOf))).load(),
      );
      const { body, etagBody, table } = result;
      const isJson = format === 'json' || !table;
      const writtenFrom = performance.now();
      const text = isJson || (etag === undefined && etagBody === undefined) ? JSON.stringify(body) : '';
      const json = new TextEncoder().encode(text);
      const write = performance.now() - writtenFrom;
      return {
        etag: etag ?? etagOf(request, etagBody ?? text),
        timing: timingOf({ db: databaseMs, fold: wholeMs - databaseMs, write }),
        ...(isJson ? { json } : { table, asOf: (body as { asOf?: string }).asOf }),
      };
    },
    makeElsewhere: elsewhere(c, deps, format, query),
  };
  const made = await answerOnce(deps, request, (etag) => !isKnown(known, etag), work);

  const headers = {
    ETag: made.etag,
    'Cache-Control': made.etag === settledTag ? FOR_EVER : NEVER_UNASKED,
    Vary: 'Accept, Accept-Encoding',
    ...('timing' in made && made.timing !== undefined && { 'Server-Timing': made.timing }),
  };
  if ('table' in made && made.table) {
    return csvResponse(c, made.table(), { dialect, headers: { ...headers, ...asOfHeader(made.asOf) } });
  }
  if (!('json' in made) || !made.json) return c.body(null, 304, headers);
  const { bytes, encoding } = await encoded(made, made.json, c.req.header('Accept-Encoding'));
  return c.body(bytes, 200, {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': String(bytes.byteLength),
    ...(encoding && { 'Content-Encoding': encoding }),
  });
}

/** Kept by the client, but never used without asking whether it still holds; or for good. */
export const [NEVER_UNASKED, FOR_EVER] = ['private, no-cache', 'private, max-age=31536000, immutable'];

/** A thread for what takes long, where there are some. */
function elsewhere(c: Context<AppEnv>, { workers }: Deps, format: 'json' | 'csv', query: HeavyQuery) {
  if (workers === undefined || format === 'csv' || !isHeavy(query)) return undefined;
  const { pathname, search } = new URL(c.req.url);
  return () => workers.answer(pathname + search);
}

/** The same for what grows older by the minute. */
export function respond(
  c: Context<AppEnv>,
  deps: Deps,
  query: Format & StateQuery & HeavyQuery & { at?: string | undefined },
  ask: (snapshot: Snapshot) => Promise<Question> | Question,
): Promise<Response> {
  return respondBy(c, deps, query, byMinute(query), ask);
}

export function wantedFormat(c: Context<AppEnv>, asked: Format['format']): 'json' | 'csv' {
  if (asked) return asked;
  const supports = ['application/json', 'text/csv'];
  const best = accepts(c, { header: 'Accept', supports, default: 'application/json' });
  return best === 'text/csv' ? 'csv' : 'json';
}
