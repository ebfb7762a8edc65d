import { createPool, refusalOf } from '@kanban/schema';
import {
  boardQueues,
  brokenLimits,
  createBoard,
  createTestDatabase,
  drift,
  enter,
  type TestDatabase,
  testDatabases,
} from '@kanban/schema/testing';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { afterEach, describe, expect, test } from 'vitest';

const connections = 16;
const sharedItems = 40;
const limits = new Map<string, number>(boardQueues);
const queueNames = boardQueues.map(([name]) => name);
const statementsEach = 100;

const pick = <T>(choices: readonly T[]): T => choices[Math.floor(Math.random() * choices.length)] as T;

/**
 * What one of the movers does next: mostly moves a card that all share, sometimes takes one of its own cards off the board
 * or puts it on. Two who put the same card on and off are InnoDB's own matter: its unique key may call that a deadlock,
 * on a bare table too.
 */
function randomStatement(mover: number): [sql: string, parameters: string[]] {
  const queue = pick(queueNames);
  const dice = Math.random();
  const own = `own-${mover}-${Math.floor(Math.random() * 4)}`;
  if (dice < 0.05) return ['DELETE FROM queues WHERE reference = ?', [own]];
  if (dice < 0.15) return ['INSERT IGNORE INTO queues (reference, queue_name) VALUES (?, ?)', [own, queue]];
  const shared = `shared-${Math.floor(Math.random() * sharedItems)}`;
  return ['UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, dice < 0.25 ? own : shared]];
}

/** Gives how many statements did something, and every error that is not a refusal. */
async function moveAtRandom(pool: Pool, mover: number): Promise<{ moved: number; errors: unknown[] }> {
  const errors: unknown[] = [];
  let moved = 0;
  for (let n = 0; n < statementsEach; n++) {
    try {
      await pool.query(...randomStatement(mover));
      moved++;
    } catch (error) {
      if (refusalOf(error)?.code !== 'QUEUE_FULL') errors.push(error);
    }
  }
  return { moved, errors };
}

describe.each(testDatabases())('sixteen connections moving at random on $name', (server) => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  describe('A limit holds', () => {
    test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
      'never break a limit, never deadlock and never drift at %s',
      async (isolation) => {
        database = await createTestDatabase(server);
        await createBoard(database.pool);
        const shared = Array.from({ length: sharedItems }, (_, n) => `shared-${n}`);
        const own = Array.from({ length: connections }, (_, mover) =>
          [0, 1, 2, 3].map((n) => `own-${mover}-${n}`),
        );
        await enter(database.pool, 'backlog', ...shared, ...own.flat());

        const movers = createPool(database.url, { connectionLimit: connections, isolation });
        const runs = await Promise.all(
          Array.from({ length: connections }, (_, mover) => moveAtRandom(movers, mover)),
        );
        await movers.end();

        expect(runs.flatMap((run) => run.errors)).toEqual([]);
        expect(runs.reduce((sum, run) => sum + run.moved, 0)).toBeGreaterThan(
          connections * statementsEach * 0.1,
        );
        const [log] = await database.pool.query<RowDataPacket[]>(
          'SELECT id, from_queue, to_queue FROM audit_log ORDER BY id',
        );
        expect(brokenLimits(log, limits)).toEqual([]);
        expect(await drift(database.pool)).toEqual([]);
      },
    );
  });
});
