import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { AppEnv, Deps } from '../deps.ts';
import { answerOnce } from '../flights/answer-once.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { askedState, type StateQuery } from './asked-state.ts';
import { type CsvTable, contentDisposition, csvStream } from './csv.ts';
import { type CsvDialect, type CsvQuery, csvDialect } from './csv-dialect.ts';
import { byMinute, type DecidedBy } from './decided-by.ts';
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
 * answer itself, where `decidedBy` is 'answer' or nobody knows a state. Who asks the same at the same time shares the answer.
 */
export async function respondBy(
  c: Context<AppEnv>,
  deps: Deps,
  query: Format & StateQuery,
  decidedBy: DecidedBy | 'answer',
  ask: (snapshot: Snapshot) => Promise<Question> | Question,
): Promise<Response> {
  const format = wantedFormat(c, query.format);
  const dialect = csvDialect(query);
  const request = requestOf(c, query, format);
  const known = c.req.header('If-None-Match');

  const read = async (snapshot: Snapshot) => {
    const state = decidedBy === 'answer' ? undefined : await askedState(snapshot, deps, query, decidedBy);
    const etag = state === undefined ? undefined : etagOf(request, state);
    const make = async (): Promise<Made> => {
      const { body, etagBody, table } = await (await ask(snapshot)).load();
      const isJson = format === 'json' || !table;
      const text = isJson || (etag === undefined && etagBody === undefined) ? JSON.stringify(body) : '';
      return {
        etag: etag ?? etagOf(request, etagBody ?? text),
        ...(isJson ? { json: new TextEncoder().encode(text) } : { table }),
      };
    };
    return { etag, make };
  };
  const made = await answerOnce(deps, request, (etag) => !isKnown(known, etag), read);

  // Kept by the client, but never used without asking whether it still holds.
  const headers = { ETag: made.etag, 'Cache-Control': 'private, no-cache', Vary: 'Accept' };
  if ('table' in made && made.table) {
    return csvResponse(c, made.table(), { dialect, headers });
  }
  if (!('json' in made) || !made.json) return c.body(null, 304, headers);
  return c.body(made.json, 200, { ...headers, 'Content-Type': 'application/json' });
}

/** The same for what grows older by the minute. */
export function respond(
  c: Context<AppEnv>,
  deps: Deps,
  query: Format & StateQuery & { at?: string | undefined },
  ask: (snapshot: Snapshot) => Promise<Question> | Question,
): Promise<Response> {
  return respondBy(c, deps, query, byMinute(query), ask);
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
