import type { OpenAPIHono } from '@hono/zod-openapi';
import { followRoute, unfollowRoute } from '@kanban/api/board/contracts';
import type { AppEnv } from '../app-env.ts';
import type { Deps } from '../deps.ts';
import { respondWithWrite } from './respond-with-write.ts';

/** Who follows an item: a subscription of the person who asks, for nobody else. */
export function addFollow(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(followRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const answer = await respondWithWrite(c, deps, asMember(c.req.valid('header')), async (connection) => {
      await connection.query('CALL follow_item(?)', [reference]);
      return { reference, isFollowed: true };
    });
    return c.json(answer, 200);
  });

  app.openapi(unfollowRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const answer = await respondWithWrite(c, deps, asMember(c.req.valid('header')), async (connection) => {
      await connection.query('CALL unfollow_item(?)', [reference]);
      return { reference, isFollowed: false };
    });
    return c.json(answer, 200);
  });
}

function asMember(headers: { 'idempotency-key': string }) {
  return { right: 'membership', key: headers['idempotency-key'] } as const;
}
