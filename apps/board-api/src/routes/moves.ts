import type { OpenAPIHono } from '@hono/zod-openapi';
import { moveRoute, movesRoute } from '@kanban/api/board/contracts';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';
import { listMoves } from '../board/list-moves.ts';
import { moveCard } from '../board/move-card.ts';
import type { Deps } from '../deps.ts';
import { respondWithWrite } from './respond-with-write.ts';

export function addMoves(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(movesRoute, async (c) => {
    c.header('Cache-Control', 'no-store');
    return c.json(await listMoves(deps, c.get('person'), c.req.valid('param').reference), 200);
  });

  app.openapi(moveRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const { 'idempotency-key': key } = c.req.valid('header');
    const body = c.req.valid('json');
    const { fastTrack, reason } = body;
    requireReason(fastTrack, reason);
    const asked = { right: 'may_move', key, what: body, reason, fastTrack } as const;
    return c.json(
      await respondWithWrite(c, deps, asked, (connection) => moveCard(connection, reference, body)),
      200,
    );
  });
}

/** Past the workflow nothing goes without a word. */
export function requireReason(fastTrack: boolean | undefined, reason: string | undefined): void {
  if (!fastTrack || (reason !== undefined && reason.trim() !== '')) return;
  throw new Refused('invalid-request', {
    detail: 'A move by fast track needs a reason.',
    parameter: 'reason',
    allowed: 'why it goes past the workflow, in up to 255 characters',
  });
}
