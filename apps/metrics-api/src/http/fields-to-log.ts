import { isParameter } from '@kanban/api/contracts';
import { LOGGED_CHARACTERS } from '@kanban/service/http';
import type { Context } from 'hono';

/** What the line of a request holds besides: its query, and its path without a secret. */
export function fieldsToLog(c: Context): { path: string; query: string } {
  return {
    path: withoutSecret(c.req.path).slice(0, LOGGED_CHARACTERS),
    query: queryToLog(new URL(c.req.url), c.res.status).slice(0, LOGGED_CHARACTERS),
  };
}

/**
 * Of parameters only our names where one is not ours: people put tokens there, with a name or as one. What was answered with
 * success, or broke down behind the check of the parameters, had no others.
 */
function queryToLog({ pathname, search, searchParams }: URL, status: number): string {
  const isChecked = pathname.startsWith('/v1/') && (status < 400 || status >= 500);
  if (isChecked || search === '') return search;
  const names = [...searchParams.keys()].map((name) => (isParameter(name) ? `${name}=…` : '…'));
  return `?${[...new Set(names)].join('&')}`;
}

/** The links to unsubscribe are as good as a signature. */
function withoutSecret(path: string): string {
  return path.replace(/^(\/+unsubscribe\/).*/i, '$1…');
}
