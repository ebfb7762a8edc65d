import { problemResponse } from '@kanban/service/http';
import type { Context } from 'hono';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../deps.ts';
import { ALLOW } from './cross-origin.ts';

/** Nothing is at this path, or not by this method. */
export function notFound(c: Context<AppEnv>): Response {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    c.header('Allow', ALLOW);
    const detail = 'This service only answers questions; boards are changed in the database.';
    return problemResponse(c, new Refused('method-not-allowed', { detail, allowed: 'GET, HEAD' }));
  }
  const detail = 'Nothing is at this path.';
  return problemResponse(
    c,
    new Refused('unknown-path', { detail, allowed: 'the paths that /openapi.json lists' }),
  );
}
