import { randomBytes } from 'node:crypto';
import { type BoardClient, createBoardClient } from '@kanban/api/board';
import { applyRoles, createLogins } from '@kanban/schema';
import { createBoard, createTestDatabase, enter, type TestServer } from '@kanban/schema/testing';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { freePort } from '../../scripts/servers/free-port.mjs';
import { until } from '../../scripts/servers/until.mjs';
import { startProgram, stopProgram } from '../processes.ts';

/** Full at the start: what goes on has to wait for a slot. */
export const fullQueues = ['triage', 'development', 'test', 'uat'] as const;

export interface FullBoard {
  readonly url: string;
  readonly pool: Pool;
  readonly items: readonly string[];
  /** One client for each person, each with its own token. */
  readonly people: readonly BoardClient[];
  /** What holds more than it may, now: queues by their cards, people by their work in progress. */
  brokenLimits(): Promise<string[]>;
  drop(): Promise<void>;
}

/** A board whose limited queues are full, and the board API in a process of its own, with people at it. */
export async function startFullBoard(server: TestServer, people: number): Promise<FullBoard> {
  const database = await createTestDatabase(server);
  const { pool, url } = database;
  await createBoard(pool);
  await applyRoles(url);
  const suffix = `_${randomBytes(3).toString('hex')}`;
  const { board: login = '' } = await createLogins(url, { board: 'of-the-bench' }, { suffix });
  const names = Array.from({ length: people }, (_, person) => `person-${person}`);
  await pool.query('INSERT INTO members (name, may_move, may_edit) VALUES ?', [
    names.map((name) => [name, true, true]),
  ]);
  await pool.query('INSERT INTO person_limits (assignee, wip_limit) VALUES (?, 2)', ['']);
  const items = Array.from({ length: 40 }, (_, item) => `item-${item}`);
  await enter(pool, 'backlog', ...items);
  let next = 0;
  for (const queue of fullQueues) {
    const [[row]] = await pool.query<RowDataPacket[]>(
      'SELECT wip_limit AS slots FROM wip_limits WHERE queue_name = ?',
      [queue],
    );
    for (let slot = 0; slot < Number(row?.slots); slot++)
      await pool.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, items[next++]]);
  }
  const port = await freePort();
  const tokenOf = (name: string) => `token-of-${name}-0123456789`;
  const api = startProgram('apps/board-api/src/main.ts', [], {
    DATABASE_URL: login,
    BOARD_PORT: String(port),
    BOARD_TOKENS: names.map((name) => `${name}:${tokenOf(name)}`).join(','),
  });
  const address = `http://127.0.0.1:${port}`;
  const drop = async () => {
    await stopProgram(api);
    await pool.query('DROP USER ?', [`kanban_board${suffix}`]);
    await database.drop();
  };
  const isReady = () =>
    fetch(`${address}/board/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await until(isReady, 60_000, 20, 'the board API');
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    url,
    pool,
    items,
    people: names.map((name) => createBoardClient({ url: address, token: () => tokenOf(name) })),
    async brokenLimits() {
      const [rows] = await pool.query<RowDataPacket[]>(
        `SELECT CONCAT(l.queue_name, ' holds ', COUNT(*), ' of ', l.wip_limit) AS what
         FROM queues q JOIN wip_limits l ON l.id = q.queue_id WHERE l.wip_limit >= 0
         GROUP BY l.id, l.queue_name, l.wip_limit HAVING COUNT(*) > l.wip_limit
         UNION ALL SELECT CONCAT(assignee, ' has ', current_wip, ' of ', wip_limit) FROM person_wip
         WHERE wip_limit >= 0 AND current_wip > wip_limit`,
      );
      return rows.map(({ what }) => String(what));
    },
    drop,
  };
}
