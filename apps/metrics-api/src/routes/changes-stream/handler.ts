import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { changesStreamRoute } from '@kanban/api/contracts';
import { ALL } from '../../changes/states.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { isClosed } from '../../http/bearer-token.ts';
import { isOpen, sessionIdOf } from '../../http/session.ts';

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Tells of changes for as long as somebody reads. It holds no connection to the database, and no place among the answers. */
export function addChangesStream(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  const { changes } = deps;
  if (!changes) return;
  app.openapi(changesStreamRoute, async (c) => {
    if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS) as never;
    const { stream, after } = c.req.valid('query');
    // Called without a socket in tests.
    const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
    const known = after ?? c.req.header('Last-Event-ID');
    // An open API asks for nobody; a token is looked at once.
    const bySession = isClosed(deps) && c.req.header('Authorization') === undefined;
    const id = bySession ? sessionIdOf(c) : undefined;
    const mayGoOn = id === undefined ? undefined : () => isOpen(deps, id);
    const body = await changes.watch(stream ?? ALL, known, () => outgoing?.destroy(), mayGoOn);
    return c.body(body, 200, HEADERS) as never;
  });
}
