import type { Context } from 'hono';
import type { AppEnv } from '../deps.ts';
import { type CsvTable, contentDisposition, csvStream } from './csv.ts';
import type { CsvDialect } from './csv-dialect.ts';

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
