import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  addChecklistItemRoute,
  attachRoute,
  blockRoute,
  checkOffRoute,
  commentRoute,
  detachRoute,
  linkRoute,
  unblockRoute,
  unlinkRoute,
} from '@kanban/api/board/contracts';
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';
import { changeItem } from '../board/change-item.ts';
import type { Deps } from '../deps.ts';
import { respondWithWrite } from './respond-with-write.ts';

/** What hangs on an item: its block, comments, checklists, attachments and links. */
export function addThingsOfItems(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(blockRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const body = c.req.valid('json');
    const asked = { ...edits(c.req.valid('header')), what: body, reason: body.reason };
    const answer = await respondWithWrite(c, deps, asked, async (connection) => {
      await changeItem(connection, reference, { blocked_reason: body.blockedReason });
      return { reference };
    });
    return c.json(answer, 200);
  });

  app.openapi(unblockRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const answer = await respondWithWrite(c, deps, edits(c.req.valid('header')), async (connection) => {
      await changeItem(connection, reference, { blocked_reason: null });
      return { reference };
    });
    return c.json(answer, 200);
  });

  app.openapi(commentRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const { body } = c.req.valid('json');
    const asked = { ...edits(c.req.valid('header')), what: body };
    const work = (connection: PoolConnection) => insert(connection, 'comments', { reference, body });
    return c.json(await respondWithWrite(c, deps, asked, work), 200);
  });

  app.openapi(addChecklistItemRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const line = c.req.valid('json');
    const asked = { ...edits(c.req.valid('header')), what: line };
    const work = (connection: PoolConnection) =>
      insert(connection, 'checklist_items', { reference, ...line });
    return c.json(await respondWithWrite(c, deps, asked, work), 200);
  });

  app.openapi(checkOffRoute, async (c) => {
    const { reference, id } = c.req.valid('param');
    const { isDone } = c.req.valid('json');
    const asked = { ...edits(c.req.valid('header')), what: isDone };
    const answer = await respondWithWrite(c, deps, asked, async (connection) => {
      const [{ affectedRows }] = await connection.query<ResultSetHeader>(
        'UPDATE checklist_items SET is_done = ? WHERE id = ? AND reference = ?',
        [isDone, id, reference],
      );
      if (affectedRows === 0) throw notThere(reference, `line ${id} in a checklist`);
      return { reference, id };
    });
    return c.json(answer, 200);
  });

  app.openapi(attachRoute, async (c) => {
    const { reference } = c.req.valid('param');
    const attached = c.req.valid('json');
    const asked = { ...edits(c.req.valid('header')), what: attached };
    const work = (connection: PoolConnection) =>
      insert(connection, 'attachments', { reference, ...attached });
    return c.json(await respondWithWrite(c, deps, asked, work), 200);
  });

  app.openapi(detachRoute, async (c) => {
    const { reference, id } = c.req.valid('param');
    const answer = await respondWithWrite(c, deps, edits(c.req.valid('header')), async (connection) => {
      const [{ affectedRows }] = await connection.query<ResultSetHeader>(
        'DELETE FROM attachments WHERE id = ? AND reference = ?',
        [id, reference],
      );
      if (affectedRows === 0) throw notThere(reference, `attachment ${id}`);
      return { reference, id };
    });
    return c.json(answer, 200);
  });

  app.openapi(linkRoute, async (c) => {
    const { reference, dependsOn } = c.req.valid('param');
    const answer = await respondWithWrite(c, deps, edits(c.req.valid('header')), async (connection) => {
      try {
        await connection.query('INSERT INTO dependencies (reference, depends_on) VALUES (?, ?)', [
          reference,
          dependsOn,
        ]);
      } catch (error) {
        // It waits already, which is what was asked for.
        if ((error as { errno?: number }).errno !== 1062) throw error;
      }
      return { reference };
    });
    return c.json(answer, 200);
  });

  app.openapi(unlinkRoute, async (c) => {
    const { reference, dependsOn } = c.req.valid('param');
    const answer = await respondWithWrite(c, deps, edits(c.req.valid('header')), async (connection) => {
      await connection.query('DELETE FROM dependencies WHERE reference = ? AND depends_on = ?', [
        reference,
        dependsOn,
      ]);
      return { reference };
    });
    return c.json(answer, 200);
  });
}

function edits(headers: { 'idempotency-key': string }) {
  return { right: 'may_edit', key: headers['idempotency-key'] } as const;
}

async function insert(
  connection: PoolConnection,
  table: string,
  row: { reference: string } & Record<string, string>,
) {
  const [{ insertId }] = await connection.query<ResultSetHeader>('INSERT INTO ?? SET ?', [table, row]);
  return { reference: row.reference, id: insertId };
}

function notThere(reference: string, what: string): Refused {
  return new Refused('unknown-item', { detail: `${reference} has no ${what}.`, parameter: 'id' });
}
