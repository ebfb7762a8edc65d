import { createPool, refusalOf } from '@kanban/schema';
import {
  boardQueues,
  createBoard,
  createTestDatabase,
  drift,
  enter,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { afterEach, describe, expect, test } from 'vitest';

const connections = 8;
const statementsEach = 50;
const items = Array.from({ length: 24 }, (_, n) => `item-${n}`);
/** `null`: nobody. */
const people = ['ann', 'ann', 'bob', 'bob', 'cid', 'dan', null];
const queueLimits = new Map<string, number>(boardQueues);
const queues = [...queueLimits.keys()];
const ownLimits = new Map([
  ['ann', 8],
  ['bob', 7],
  ['dan', 0],
]);
const defaultLimit = 2;

const pick = <T>(choices: readonly T[]): T => choices[Math.floor(Math.random() * choices.length)] as T;

/** Mostly reassigns, and mostly what is in progress: items seldom leave the board's middle, where they count. */
function randomStatement(): [sql: string, parameters: (string | null)[]] {
  const dice = Math.random();
  if (dice < 0.3) {
    const queue = dice < 0.03 ? pick(['production', 'drop']) : pick(queues.slice(0, 5));
    return ['UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, pick(items)]];
  }
  // Now and then somebody nobody has heard of: their counter is made beside everything else.
  const assignee = dice < 0.35 ? `new-${Math.floor(Math.random() * 200)}` : pick(people);
  return ['UPDATE work_items SET assignee = ? WHERE reference = ?', [assignee, pick(items)]];
}

interface Run {
  readonly moved: number;
  readonly refused: readonly string[];
  readonly errors: readonly unknown[];
}

async function rush(pool: Pool): Promise<Run> {
  const [refused, errors] = [[] as string[], [] as unknown[]];
  let moved = 0;
  for (let n = 0; n < statementsEach; n++) {
    try {
      await pool.query(...randomStatement());
      moved++;
    } catch (error) {
      const code = refusalOf(error)?.code;
      if (code === 'QUEUE_FULL' || code === 'PERSON_FULL') refused.push(code);
      else errors.push(error);
    }
  }
  return { moved, refused, errors };
}

/** Counts again and again, each time in one snapshot, what persons have in progress and what queues hold. */
async function watch(pool: Pool, isOver: () => boolean): Promise<string[]> {
  const broken: string[] = [];
  while (!isOver()) {
    for (const { assignee, items } of await countNaively(pool)) {
      const limit = ownLimits.get(assignee) ?? defaultLimit;
      if (items > limit) broken.push(`${assignee} has ${items} of ${limit}`);
    }
    const [held] = await pool.query<RowDataPacket[]>(
      'SELECT queue_name, COUNT(*) AS items FROM queues GROUP BY queue_name',
    );
    for (const { queue_name, items } of held) {
      const limit = queueLimits.get(queue_name) ?? -1;
      if (limit >= 0 && items > limit) broken.push(`${queue_name} holds ${items} of ${limit}`);
    }
  }
  return broken;
}

/** From work_items and item_flow, in one statement, so of one instant. */
async function countNaively(pool: Pool): Promise<{ assignee: string; items: number }[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT w.assignee, COUNT(*) AS items FROM work_items w JOIN item_flow f ON f.item_id = w.id
     WHERE w.assignee IS NOT NULL AND f.committed_at IS NOT NULL AND f.finished_at IS NULL AND f.dropped_at IS NULL
     GROUP BY w.assignee ORDER BY w.assignee`,
  );
  return rows as { assignee: string; items: number }[];
}

describe.each(serviceDatabases())('eight connections moving and reassigning at random on $name', (server) => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'never break the limit of a person, never deadlock and never drift at %s',
    async (isolation) => {
      database = await createTestDatabase(server);
      const { pool } = database;
      await createBoard(pool);
      await enter(pool, 'backlog', ...items);
      await pool.query('INSERT INTO person_limits (assignee, wip_limit) VALUES ?', [
        [...ownLimits, ['', defaultLimit]],
      ]);

      const movers = createPool(database.url, { connectionLimit: connections, isolation });
      let isOver = false;
      const watching = watch(pool, () => isOver);
      const runs = await Promise.all(Array.from({ length: connections }, () => rush(movers)));
      isOver = true;
      const broken = await watching;
      await movers.end();

      expect(runs.flatMap((run) => run.errors)).toEqual([]);
      expect(broken).toEqual([]);
      expect(runs.reduce((sum, run) => sum + run.moved, 0)).toBeGreaterThan(
        connections * statementsEach * 0.05,
      );
      const refused = new Set(runs.flatMap((run) => run.refused));
      expect([...refused].sort()).toEqual(['PERSON_FULL', 'QUEUE_FULL']);

      const [kept] = await pool.query(
        'SELECT assignee, current_wip AS items FROM person_wip WHERE current_wip > 0 ORDER BY assignee',
      );
      expect(kept).toEqual(await countNaively(pool));
      const [fromState] = await pool.query(
        'SELECT assignee, COUNT(*) AS items FROM item_state WHERE is_wip AND assignee IS NOT NULL GROUP BY assignee ORDER BY assignee',
      );
      expect(kept).toEqual(fromState);
      expect(await drift(pool)).toEqual([]);
    },
  );
});
