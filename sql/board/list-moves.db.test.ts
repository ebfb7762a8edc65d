import { applyRoles, createLogins, createPool, refusalOf } from '@kanban/schema';
import { createBoard, drift, enter, everything, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Answer {
  queue_name: string;
  is_here: number;
  refused: number | null;
  sentence: string | null;
}

const queues = ['backlog', 'triage', 'development', 'test', 'uat', 'production', 'drop'];
const items = ['a', 'b', 'c', 'd', 'e', 'f'];

describe.each(serviceDatabases())('list_moves on $name', (server) => {
  const database = boardTest(server);
  let board: Pool;
  let connection: PoolConnection;

  beforeAll(async () => {
    const { pool } = database;
    await createBoard(pool);
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    const logins = await createLogins(database.url, { board: 'p@ss' }, { suffix });
    board = createPool(logins.board ?? '', { connectionLimit: 1 });
    connection = await board.getConnection();
    await pool.query("INSERT INTO members (name, may_fast_track) VALUES ('cara', TRUE)");
    await enter(pool, 'backlog', ...items);
    // Off unless somebody asks for them.
    await pool.query(
      "INSERT INTO settings (name, value) VALUES ('enforce_dependencies', 'on'), ('enforce_blocks', 'on')",
    );
  });
  afterAll(async () => {
    connection.destroy();
    await board.end();
  });

  const ask = async (reference: string) =>
    (
      await connection.query<RowDataPacket[][]>('CALL list_moves(?)', [reference])
    )[0][0] as unknown as Answer[];
  const refusedBy = (statement: Promise<unknown>) =>
    statement.then(
      () => null,
      (error) => {
        if (refusalOf(error) === undefined) throw error;
        return [error.errno, error.message];
      },
    );

  test('says what a real move meets, whatever the rules, the card and the person', async () => {
    const { pool } = database;
    const rule = fc.constantFrom(
      'enforce_wip_limits',
      'enforce_transitions',
      'enforce_blocks',
      'enforce_dependencies',
      'enforce_person_limits',
    );
    const one = fc.constantFrom(...items);
    const queue = fc.constantFrom(...queues);
    const changes = fc.oneof(
      fc.record({
        sql: fc.constant(
          'INSERT INTO settings (name, value) VALUES (?, ?) AS n ON DUPLICATE KEY UPDATE value = n.value',
        ),
        values: fc.tuple(rule, fc.constantFrom('on', 'on', 'off')),
      }),
      fc.record({
        sql: fc.constant('UPDATE wip_limits SET wip_limit = ? WHERE queue_name = ?'),
        values: fc.tuple(fc.constantFrom(-1, -1, 0, 1, 2, 3), queue),
      }),
      fc.record({
        sql: fc.constant('UPDATE work_items SET blocked_reason = ? WHERE reference = ?'),
        values: fc.tuple(fc.constantFrom(null, 'no part'), one),
      }),
      fc.record({
        sql: fc.constant('UPDATE work_items SET assignee = ? WHERE reference = ?'),
        values: fc.tuple(fc.constantFrom(null, 'ann', 'cara'), one),
      }),
      fc.record({
        sql: fc.constant('INSERT IGNORE INTO transitions (from_queue, to_queue) VALUES (?, ?)'),
        values: fc.tuple(queue, queue),
      }),
      fc.record({
        sql: fc.constant('DELETE FROM transitions WHERE from_queue = ?'),
        values: fc.tuple(queue),
      }),
      fc.record({
        sql: fc.constant('INSERT IGNORE INTO dependencies (reference, depends_on) VALUES (?, ?)'),
        values: fc.tuple(one, one),
      }),
      fc.record({
        sql: fc.constant(
          'INSERT INTO person_limits (assignee, wip_limit) VALUES (?, ?) ON DUPLICATE KEY UPDATE wip_limit = 1',
        ),
        values: fc.tuple(fc.constantFrom('ann', 'cara'), fc.constantFrom(0, 1)),
      }),
      fc.record({ sql: fc.constant('DELETE FROM queues WHERE reference = ?'), values: fc.tuple(one) }),
    );
    const steps = fc.sample(
      fc.record({
        changes: fc.array(changes, { maxLength: 2 }),
        item: one,
        to: queue,
        actor: fc.constantFrom('ann', 'cara'),
        track: fc.constantFrom(null, 1),
      }),
      { numRuns: 150, seed: 15 },
    );
    const met = new Map<number, number>();
    for (const { changes: before, item, to, actor, track } of steps) {
      for (const { sql, values } of before) {
        const text =
          server.name === 'mysql' ? sql : sql.replace(' AS n ', ' ').replace('n.value', 'VALUES(value)');
        await refusedBy(pool.query(text, values));
      }
      await connection.query('SET @kanban_actor = ?, @kanban_fast_track = ?', [actor, track]);
      const answer = (await ask(item)).find(({ queue_name }) => queue_name === to) as Answer;
      const [[card]] = await pool.query<RowDataPacket[]>(
        'SELECT queue_name FROM queues WHERE reference = ?',
        [item],
      );
      expect(answer.is_here === 1).toBe(card?.queue_name === to);
      const real = await refusedBy(
        card
          ? connection.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [to, item])
          : connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [item, to]),
      );
      const said = answer.refused === null ? null : [answer.refused, answer.sentence];
      expect([item, to, said]).toEqual([item, to, real]);
      met.set(answer.refused ?? 0, (met.get(answer.refused ?? 0) ?? 0) + 1);
    }
    // The walk came by every rule, and by moves that are allowed.
    expect([...met.keys()].sort()).toEqual([0, 9101, 9109, 9110, 9111, 9112, 9113]);
    expect(await drift(pool)).toEqual([]);
  });

  test('leaves nothing behind, and no variable of its own', async () => {
    const before = await everything(database.pool);
    await ask('a');
    await ask('f');
    expect(await everything(database.pool)).toEqual(before);
  });

  test('of a deleted item every queue is refused, of an unknown one the question', async () => {
    const { pool } = database;
    await pool.query("INSERT INTO work_items (reference) VALUES ('gone')");
    await pool.query("CALL delete_item('gone')");
    const answers = await ask('gone');
    expect(answers.map(({ queue_name }) => queue_name)).toEqual(queues);
    expect(answers.every(({ refused, is_here }) => refused === 9115 && is_here === 0)).toBe(true);
    await expect(ask('no-such')).rejects.toMatchObject({ errno: 9103 });
  });

  test('commits nothing that the caller has not', async () => {
    const { pool } = database;
    await connection.query('START TRANSACTION');
    await move(connection, 'a', 'drop').catch(() => {});
    await expect(ask('a')).rejects.toMatchObject({ errno: 9118 });
    await connection.query('ROLLBACK');
    const [rows] = await pool.query<RowDataPacket[]>(
      "SELECT COUNT(*) AS dropped FROM queues WHERE reference = 'a' AND queue_name = 'drop'",
    );
    expect(rows[0]?.dropped).toBe(0);
  });
});
