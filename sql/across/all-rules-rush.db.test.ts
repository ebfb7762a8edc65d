import { createPool, isRetryable, refusalOf } from '@kanban/schema';
import {
  brokenLimits,
  createTestDatabase,
  drift,
  type TestDatabase,
  testDatabases,
} from '@kanban/schema/testing';
import fc from 'fast-check';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterEach, describe, expect, test } from 'vitest';
import type { Model } from '../testing/model/model.ts';
import { progressOf } from '../testing/model/parents.ts';
import { smallBoard } from '../testing/operations/board.ts';
import { progressInDatabase } from '../testing/operations/board-in-database.ts';
import { operationsOn } from '../testing/operations/index.ts';
import type { Operation } from '../testing/operations/operation.ts';

const connections = 8;
const itemCount = 16;
const transactionsEach = 40;
const stream = 'rush';
const { byAnyone } = operationsOn(itemCount);
const personLimits = { ann: 2, bob: 1 };
const limits = new Map<string, number>(smallBoard.map(({ base, limit }) => [base, limit]));
/** Names for the statements; nothing else of a model is looked at. */
const names = { stream, queues: smallBoard.map(({ base }) => ({ name: base })) } as unknown as Model;

/** Transactions of one to three operations, each whole or, after a deadlock, again. */
async function operateAtRandom(pool: Pool, seed: number) {
  const transactions = fc.sample(fc.array(byAnyone, { minLength: 1, maxLength: 3 }), {
    numRuns: transactionsEach,
    seed,
  });
  const errors: unknown[] = [];
  const told = new Map<string, number>();
  for (const operations of transactions) {
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
    for (const { sql, values } of operation.statements(names)) {
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

/** The progress of all parents by the items as they are; fails where one is a part of itself. */
async function progressByItems(pool: Pool) {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT w.reference, w.parent, w.blocked_reason, w.deleted_at, q.queue_name, s.is_finished,
       EXISTS (SELECT 1 FROM audit_log a WHERE a.item_id = w.id) AS has_entered
     FROM work_items w JOIN item_state s ON s.item_id = w.id LEFT JOIN queues q ON q.reference = w.reference`,
  );
  const items = rows.map((row) => [
    row.reference,
    {
      queue: row.queue_name === null ? null : smallBoard.findIndex(({ base }) => base === row.queue_name),
      parent: row.parent,
      blockedReason: row.blocked_reason,
      isDeleted: row.deleted_at !== null,
      hasEntered: row.has_entered === 1,
      isFinished: row.is_finished === 1,
    },
  ]);
  const queues = smallBoard.map((queue, key) => ({ ...queue, key }));
  const model = { queues, items: new Map(items as []) } as unknown as Model;
  const parents = new Set(rows.flatMap((row) => row.parent ?? []));
  return Object.fromEntries([...parents].map((parent) => [parent, progressOf(model, parent)]));
}

describe.each(testDatabases())('all rules under eight connections at the same time on $name', (server) => {
  let database: TestDatabase;
  afterEach(() => database.drop());

  test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'break no limit and never drift at %s',
    async (isolation) => {
      database = await createTestDatabase(server);
      const { pool } = database;
      await pool.query("INSERT INTO members (name, may_speak_for_others) VALUES ('root', TRUE)");
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
      const runs = await Promise.all(
        Array.from({ length: connections }, (_, n) => operateAtRandom(movers, Date.now() + n)),
      );
      await movers.end();

      expect(runs.flatMap((run) => run.errors)).toEqual([]);
      const told = (what: string) => runs.reduce((sum, run) => sum + (run.told.get(what) ?? 0), 0);
      expect(told('done')).toBeGreaterThan(connections * transactionsEach);
      expect(told('UNPROVEN_ACTOR')).toBe(0);
      const [log] = await pool.query<RowDataPacket[]>(
        'SELECT id, from_queue, to_queue FROM audit_log ORDER BY id',
      );
      expect(brokenLimits(log, limits)).toEqual([]);
      const [people] = await pool.query<RowDataPacket[]>(
        'SELECT assignee, current_wip, wip_limit FROM person_wip WHERE wip_limit >= 0 AND current_wip > wip_limit',
      );
      expect(people).toEqual([]);
      expect(await progressInDatabase(pool, stream)).toEqual(await progressByItems(pool));
      expect(await drift(pool)).toEqual([]);
    },
  );
});
