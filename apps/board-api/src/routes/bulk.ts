import type { OpenAPIHono } from '@hono/zod-openapi';
import { bulkRoute } from '@kanban/api/board/contracts';
import type { AppEnv } from '../app-env.ts';
import { bulkChange } from '../board/bulk-change.ts';
import type { Deps } from '../deps.ts';
import { requireReason } from './moves.ts';
import { respondWithWrite } from './respond-with-write.ts';

export function addBulk(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(bulkRoute, async (c) => {
    const { 'idempotency-key': key } = c.req.valid('header');
    const body = c.req.valid('json');
    const { change, reason } = body;
    const isMove = change.do === 'move';
    const fastTrack = isMove ? change.fastTrack : undefined;
    requireReason(fastTrack, reason);
    const asked = { right: isMove ? 'may_move' : 'may_edit', key, what: body, reason, fastTrack } as const;
    return c.json(await respondWithWrite(c, deps, asked, (connection) => bulkChange(connection, body)), 200);
  });
}
