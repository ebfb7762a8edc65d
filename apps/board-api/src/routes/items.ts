import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, deleteRoute, editRoute, itemRoute, restoreRoute } from '@kanban/api/board/contracts';
import type { RowDataPacket } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';
import { createItem } from '../board/create-item.ts';
import { editItem } from '../board/edit-item.ts';
import { loadItem } from '../board/load-item.ts';
import { loadPlace } from '../board/load-place.ts';
import type { Deps } from '../deps.ts';
import { respondWithWrite } from './respond-with-write.ts';

export function addItems(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(itemRoute, async (c) => {
    const item = await loadItem(deps, c.req.valid('param').reference, c.get('person')?.name);
    c.header('Cache-Control', 'private, no-cache');
    c.header('ETag', `"${item.version}"`);
    return c.json(item, 200);
  });

  app.openapi(createRoute, async (c) => {
    const { 'idempotency-key': key } = c.req.valid('header');
    const body = c.req.valid('json');
    const asked = { right: 'may_edit', key, what: body, reason: body.reason } as const;
    return c.json(await respondWithWrite(c, deps, asked, (connection) => createItem(connection, body)), 200);
  });

  app.openapi(editRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const { 'idempotency-key': key, 'if-match': given } = c.req.valid('header');
    const body = c.req.valid('json');
    const ifMatch = /^\s*"([\w-]+)"\s*$/.exec(given ?? '')?.[1];
    if (ifMatch === undefined) {
      throw new Refused('if-match-needed', {
        detail: 'Which version of the item was seen is not said.',
        parameter: 'If-Match',
        allowed: 'the version of the item, in quotes',
      });
    }
    const asked = { right: 'may_edit', key, what: [body, ifMatch], reason: body.reason } as const;
    const work = (connection: Parameters<typeof editItem>[0]) =>
      editItem(connection, reference, ifMatch, body);
    return c.json(await respondWithWrite(c, deps, asked, work), 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const { 'idempotency-key': key } = c.req.valid('header');
    const answer = await respondWithWrite(c, deps, { right: 'may_edit', key }, async (connection) => {
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT queue_name AS queue FROM queues WHERE reference = ?',
        [reference],
      );
      await connection.query('CALL delete_item(?)', [reference]);
      return { reference, queue: rows[0] ? String(rows[0].queue) : null };
    });
    return c.json(answer, 200);
  });

  app.openapi(restoreRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const { 'idempotency-key': key } = c.req.valid('header');
    const { reason } = c.req.valid('json');
    const answer = await respondWithWrite(c, deps, { right: 'may_edit', key, reason }, async (connection) => {
      await connection.query('CALL restore_item(?)', [reference]);
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT queue_name AS queue FROM queues WHERE reference = ?',
        [reference],
      );
      return {
        reference,
        queue: rows[0] ? String(rows[0].queue) : null,
        place: await loadPlace(connection, reference),
      };
    });
    return c.json(answer, 200);
  });
}
