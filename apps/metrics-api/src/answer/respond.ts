import { isRetryable } from '@kanban/schema';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { AppEnv, Deps } from '../deps.ts';
import { inSnapshot, type Snapshot } from '../load/snapshot.ts';
import { type CsvTable, contentDisposition, csvStream } from './csv.ts';
import { type CsvDialect, type CsvQuery, csvDialect } from './csv-dialect.ts';
import { etagOf, isKnown } from './etag.ts';

interface Answer {
  body: object;
  /** The body without what only the passing of time changes (how late, how long until now); the ETag is made of it. */
  etagBody?: unknown;
  /** The rows of the body as a table. Called only when they are asked for as CSV; left out where a list is streamed instead. */
  table?(): CsvTable;
}

/** An answer that has not been read yet. */
export interface Question {
  /**
   * All that decides the answer besides the request, when it is cheaper to find than the answer; it must change whenever
   * the answer does. Left out, the answer itself is what the ETag is made of.
   */
  etagInputs?: unknown;
  load(): Promise<Answer>;
}

export interface Format extends CsvQuery {
  format?: 'json' | 'csv' | undefined;
}

/**
 * Answers a request from one snapshot of the database: 304 when the client knows the answer, else JSON or CSV of the same
 * rows. A connection that turns out to be dead is replaced once, as reading twice does no harm.
 */
export async function respond(
  c: Context<AppEnv>,
  deps: Deps,
  query: Format,
  ask: (snapshot: Snapshot) => Promise<Question>,
): Promise<Response> {
  const format = wantedFormat(c, query.format);
  const dialect = csvDialect(query);
  const request = [c.req.path, Object.entries(query).sort(), format];
  const known = c.req.header('If-None-Match');
  const read = async (snapshot: Snapshot) => {
    const question = await ask(snapshot);
    const decided = question.etagInputs === undefined ? undefined : etagOf(request, question.etagInputs);
    if (decided !== undefined && isKnown(known, decided)) return { etag: decided };
    const answer = await question.load();
    const isText = format === 'json' || answer.etagBody === undefined;
    const text = isText ? JSON.stringify(answer.body) : '';
    const etag = decided ?? etagOf(request, answer.etagBody ?? text);
    return isKnown(known, etag) ? { etag } : { etag, answer, text };
  };
  const { etag, answer, text } = await retriedOnce(() => inSnapshot(deps, read));

  // Kept by the client, but never used without asking whether it still holds.
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Accept' };
  if (!answer) return c.body(null, 304, headers);
  if (format === 'json' || !answer.table)
    return c.body(text, 200, { ...headers, 'Content-Type': 'application/json' });
  return csvResponse(c, answer.table(), { dialect, headers });
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

async function retriedOnce<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isRetryable(error)) throw error;
    return read();
  }
}
