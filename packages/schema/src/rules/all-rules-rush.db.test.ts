import fc from 'fast-check';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterEach, describe, expect, test } from 'vitest';
import { createPool } from '../pool.ts';
import { refusalOf } from '../refusals.ts';
import { isRetryable } from '../retry.ts';
import {
  brokenLimits,
  createTestDatabase,
  drift,
  type TestDatabase,
  testDatabases,
} from '../testing/index.ts';
import type { Model } from './model-board.ts';
import { type Operation, operationsOn, smallBoard, statementsFor } from './random-operations.ts';

const connections = 8;
const itemCount = 16;
const runForMs = 4_000;
const stream = 'rush';
const { cardOperation } = operationsOn(itemCount);
const personLimits = { ann: 2, bob: 1 };
const limits = new Map<string, number>(smallBoard.map(({ base, limit }) => [base, limit]));
/** Names of queues for the statements; nothing else of a model is looked at. */
const names = { queues: smallBoard.map(({ base }) => ({ name: base })) } as unknown as Model;

/** Transactions of one to three operations, each whole or, after a deadlock, again. */
async function operateAtRandom(pool: Pool, seed: number, until: number) {
  const transactions = fc.sample(fc.array(cardOperation, { minLength: 1, maxLength: 3 }), {
    numRuns: 5_000,
    seed,
  });
  const errors: unknown[] = [];
  const told = new Map<string, number>();
  for (let n = 0; Date.now() < until; n++) {
    const operations = transactions[n % transactions.length] ?? [];
    const connection = await pool.getConnection();
    for (let isDone = false; !isDone; ) isDone = await transact(connection, operations, told, errors);
    connection.release();
  }
  return { errors, told };
}

async function transact(
  connection: PoolConnection,
  operations: readonly Operation[],
  told: Map<string, number>,
  errors: unknown[],
): Promise<boolean> {
  const count = (what: string) => told.set(what, (told.get(what) ?? 0) + 1);
  if (operations.length > 1) await connection.beginTransaction();
  for (const operation of operations) {
    for (const { sql, values } of statementsFor(names, stream, operation)) {
      try {
        await connection.query(sql, values as unknown[]);
        count('done');
      } catch (error) {
        const { errno } = error as { errno?: number };
        // A deadlock has rolled back the whole transaction.
        if (isRetryable(error)) {
          count('deadlock');
          return false;
        }
        const code = refusalOf(error)?.code ?? (errno === 1062 ? 'DUPLICATE' : undefined);
        if (code === undefined) errors.push(error);
        count(code ?? 'error');
      }
    }
  }
  if (operations.length > 1) await connection.commit();
  return true;
}

describe.each(testDatabases())('all rules under eight connections at the same time on $name', (server) => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'break no limit and never drift at %s',
    async (isolation) => {
      database = await createTestDatabase(server);
      const { pool } = database;
      await pool.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
      await pool.query('INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ?', [
        smallBoard.map(({ base, limit, kind }) => [stream, base, limit, kind]),
      ]);
      const references = Array.from({ length: itemCount }, (_, n) => [
        stream,
        `${stream}-${n}`,
        n % 2 ? 'ann' : 'bob',
      ]);
      await pool.query('INSERT INTO work_items (value_stream, reference, assignee) VALUES ?', [references]);
      await pool.query('INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES ?', [
        Object.entries(personLimits).map(([assignee, limit]) => [stream, assignee, limit]),
      ]);

      const movers = createPool(database.url, { connectionLimit: connections, isolation });
      const until = Date.now() + runForMs;
      const runs = await Promise.all(
        Array.from({ length: connections }, (_, n) => operateAtRandom(movers, Date.now() + n, until)),
      );
      await movers.end();

      expect(runs.flatMap((run) => run.errors)).toEqual([]);
      expect(runs.reduce((sum, { told }) => sum + (told.get('done') ?? 0), 0)).toBeGreaterThan(100);
      const [log] = await pool.query<RowDataPacket[]>(
        'SELECT id, from_queue, to_queue FROM audit_log ORDER BY id',
      );
      expect(brokenLimits(log, limits)).toEqual([]);
      const [people] = await pool.query<RowDataPacket[]>(
        'SELECT assignee, current_wip, wip_limit FROM person_wip WHERE wip_limit >= 0 AND current_wip > wip_limit',
      );
      expect(people).toEqual([]);
      expect(await drift(pool)).toEqual([]);
    },
  );
});
