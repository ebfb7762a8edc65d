import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { AppEnv, Deps } from '../deps.ts';
import { answerOnce } from '../flights/answer-once.ts';
import { closeSnapshot, type Snapshot } from '../load/snapshot.ts';
import { timed } from '../load/timed.ts';
import { isHeavy } from '../workers/is-heavy.ts';
import { askedState, type StateQuery } from './asked-state.ts';
import { type CsvTable, contentDisposition, csvStream } from './csv.ts';
import { type CsvDialect, type CsvQuery, csvDialect } from './csv-dialect.ts';
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

interface RespondQuery {
  at?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  interval?: string | undefined;
}

/**
 * Answers a request from one snapshot of the database: 304 when the client knows the answer, else JSON or CSV of the same rows. The
 * ETag is made of the request, the states of the streams asked about and what `decidedBy` says, before the answer is; or of the
 * answer itself, where `decidedBy` is 'answer' or nobody knows a state. Who asks the same at the same time shares the answer.
 */
export async function respond(
  c: Context<AppEnv>,
  deps: Deps,
  query: Format & StateQuery & RespondQuery,
  ask: (snapshot: Snapshot) => Promise<Question> | Question,
  decidedBy: DecidedBy | 'answer' = byMinute(query),
): Promise<Response> {
  const format = wantedFormat(c, query.format);
  const dialect = csvDialect(query);
  const request = requestOf(c, query, format);
  const known = c.req.header('If-None-Match');

  const read = async (snapshot: Snapshot) => {
    const state = decidedBy === 'answer' ? undefined : await askedState(snapshot, deps, query, decidedBy);
    const etag = state === undefined ? undefined : etagOf(request, state);
    const make = async (): Promise<Made> => {
      if (deps.workers && format === 'json' && isHeavy(query)) {
        // It has a snapshot of its own, and this one is for others.
        await closeSnapshot(snapshot);
        const { pathname, search } = new URL(c.req.url);
        return deps.workers.answer(pathname + search);
      }
      const { result, databaseMs, wholeMs } = await timed(async () => (await ask(snapshot)).load());
      const { body, etagBody, table } = result;
      const isJson = format === 'json' || !table;
      const writtenFrom = performance.now();
      const text = isJson || (etag === undefined && etagBody === undefined) ? JSON.stringify(body) : '';
      const json = new TextEncoder().encode(text);
      return {
        etag: etag ?? etagOf(request, etagBody ?? text),
        timing: timingOf({
          db: databaseMs,
          fold: wholeMs - databaseMs,
          write: performance.now() - writtenFrom,
        }),
        ...(isJson ? { json } : { table }),
      };
    };
    return { etag, make };
  };
  const made = await answerOnce(deps, request, (etag) => !isKnown(known, etag), read);

  // Kept by the client, but never used without asking whether it still holds.
  const headers = {
    ETag: made.etag,
    'Cache-Control': 'private, no-cache',
    Vary: 'Accept, Accept-Encoding',
    ...('timing' in made && made.timing !== undefined && { 'Server-Timing': made.timing }),
  };
  if ('table' in made && made.table) {
    return csvResponse(c, made.table(), { dialect, headers });
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

/** In ms, of when it was made: a kept answer says what it cost then. */
function timingOf(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([name, ms]) => `${name};dur=${Math.max(0, ms).toFixed(1)}`)
    .join(', ');
}

interface CsvOptions {
  dialect: CsvDialect;
  headers: Record<string, string>;
  /** Called once nothing more is read from the table: all was sent, it broke off, or the client went away. */
  onEnd?: () => void;
}

/** For HEAD without a body, and then `onEnd` is not called. */
export function csvResponse(
  c: Context<AppEnv>,
  table: CsvTable,
  { dialect, headers, onEnd }: CsvOptions,
): Response {
  const body = c.req.method === 'HEAD' ? null : csvStream(table, dialect, onEnd);
  return c.newResponse(body, 200, {
    ...headers,
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': contentDisposition(table.name),
  });
}

export function wantedFormat(c: Context<AppEnv>, asked: Format['format']): 'json' | 'csv' {
  if (asked) return asked;
  const supports = ['application/json', 'text/csv'];
  const best = accepts(c, { header: 'Accept', supports, default: 'application/json' });
  return best === 'text/csv' ? 'csv' : 'json';
}
