import { applyRoles, createLogins, createPool, refusalOf } from '@kanban/schema';
import {
  createBoard,
  drift,
  enter,
  everything,
  move,
  outbox,
  serviceDatabases,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('a blocked item on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  beforeAll(async () => {
    await createBoard(database.pool);
    connection = await database.pool.getConnection();
  });
  afterAll(() => connection.release());

  const block = (reference: string, reason: string | null) =>
    connection.query('UPDATE work_items SET blocked_reason = ? WHERE reference = ?', [reason, reference]);
  const at = (instant: string) => connection.query(`SET timestamp = ${instant}`);
  const rowsOf = async (sql: string, ...parameters: unknown[]) =>
    (await connection.query<RowDataPacket[]>(sql, parameters))[0];
  const intervalsOf = (reference: string) =>
    rowsOf(
      `SELECT reason, blocked_at, blocked_by, unblocked_at, unblocked_by FROM blocked_intervals
       WHERE reference = ? ORDER BY id`,
      reference,
    );
  const eventsOf = async (reference: string) =>
    (await outbox(connection)).filter(
      ({ topic, payload }) => topic.startsWith('work_item.') && payload.reference === reference,
    );
  const isBlocked = async (reference: string) =>
    (
      await rowsOf(
        'SELECT s.is_blocked FROM work_items w JOIN item_state s ON s.item_id = w.id WHERE reference = ?',
        reference,
      )
    )[0]?.is_blocked;

  test('an item that was blocked and never on the board takes its blocks along to another name and stream', async () => {
    await connection.query("INSERT INTO value_streams (name) VALUES ('elsewhere')");
    await connection.query("INSERT INTO work_items (reference, blocked_reason) VALUES ('typo', 'no key')");
    await block('typo', null);
    await block('typo', 'no key yet');
    await connection.query("UPDATE work_items SET reference = 'right' WHERE reference = 'typo'");
    await connection.query("UPDATE work_items SET value_stream = 'elsewhere' WHERE reference = 'right'");
    expect([(await intervalsOf('typo')).length, (await intervalsOf('right')).length]).toEqual([0, 2]);
    expect(await drift(database.pool)).toEqual([]);
  });

  test('has an interval from its block to its end, by whom, and an event for each', async () => {
    await connection.query(
      "INSERT INTO work_items (reference, short_desc, assignee) VALUES ('kept', 'What', 'ada')",
    );
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('kept', 'backlog')");
    await at('1900000000.25');
    await connection.query("SET @kanban_actor = 'grace'");
    await block('kept', 'no "answer"');
    expect(await isBlocked('kept')).toBe(1);
    const opened = { reason: 'no "answer"', blocked_at: 1900000000250000, blocked_by: 'grace' };
    expect(await intervalsOf('kept')).toEqual([{ ...opened, unblocked_at: null, unblocked_by: null }]);

    await at('1900000060.5');
    await connection.query('SET @kanban_actor = NULL');
    await block('kept', null);
    await at('DEFAULT');
    expect(await isBlocked('kept')).toBe(0);
    expect(await intervalsOf('kept')).toEqual([
      { ...opened, unblocked_at: 1900000060500000, unblocked_by: 'root@localhost' },
    ]);

    const item = {
      value_stream: 'main',
      queue_name: 'backlog',
      reference: 'kept',
      short_desc: 'What',
      assignee: 'ada',
    };
    expect(await eventsOf('kept')).toEqual([
      { topic: 'work_item.blocked', payload: { ...item, actor: 'grace', reason: 'no "answer"' } },
      {
        topic: 'work_item.unblocked',
        payload: {
          ...item,
          actor: 'root@localhost',
          reason: 'no "answer"',
          blocked_at: '2030-03-17T17:46:40.250000Z',
        },
      },
    ]);
  });

  test('that gets another reason keeps its interval and tells nobody, but its history has it', async () => {
    await enter(connection, 'backlog', 'changed');
    await block('changed', 'first');
    const before = { intervals: await intervalsOf('changed'), events: await eventsOf('changed') };
    await block('changed', 'second');
    await block('changed', 'second');
    expect({ intervals: await intervalsOf('changed'), events: await eventsOf('changed') }).toEqual(before);
    const history = await rowsOf(
      "SELECT field, old_value, new_value FROM field_history WHERE reference = 'changed' ORDER BY id",
    );
    expect(history).toEqual([
      { field: 'blocked', old_value: null, new_value: 'first' },
      { field: 'blocked', old_value: 'first', new_value: 'second' },
    ]);
    await block('changed', null);
    expect((await eventsOf('changed')).at(-1)?.payload).toMatchObject({ reason: 'first' });
  });

  test('that is blocked again has another interval that never overlaps, even if the clock is set back', async () => {
    await enter(connection, 'backlog', 'again');
    for (const [instant, reason] of [
      ['1900000100', 'one'],
      ['1900000050', null],
      ['1900000020', 'two'],
      ['1900000200', null],
    ] as const) {
      await at(instant);
      await block('again', reason);
    }
    await at('DEFAULT');
    expect(await intervalsOf('again')).toMatchObject([
      { reason: 'one', blocked_at: 1900000100000000, unblocked_at: 1900000100000000 },
      { reason: 'two', blocked_at: 1900000100000000, unblocked_at: 1900000200000000 },
    ]);
  });

  test.each(['', '   ', ' \t\r\n'])('needs a reason: %j is refused and nothing changes', async (reason) => {
    const reference = `blank ${JSON.stringify(reason)}`;
    await enter(connection, 'backlog', reference, `${reference} blocked`);
    await block(`${reference} blocked`, 'a reason');
    const all = async () => [
      await everything(connection),
      await rowsOf('SELECT * FROM work_items ORDER BY id'),
      await rowsOf('SELECT * FROM blocked_intervals ORDER BY id'),
      await rowsOf('SELECT * FROM field_history ORDER BY id'),
      await rowsOf('SELECT * FROM item_state ORDER BY item_id'),
    ];
    const before = await all();
    for (const attempt of [
      () => block(reference, reason),
      () => block(`${reference} blocked`, reason),
      () =>
        connection.query('INSERT INTO work_items (reference, blocked_reason) VALUES (?, ?)', ['x', reason]),
      () => connection.query('UPDATE work_items SET blocked_reason = ?', [reason]),
    ]) {
      const error = await attempt().catch((thrown) => thrown);
      expect(refusalOf(error)).toMatchObject({ errno: 9118, code: 'INVALID_VALUE' });
    }
    expect(await all()).toEqual(before);
  });

  test('can be logged as one', async () => {
    await connection.query("INSERT INTO work_items (reference, blocked_reason) VALUES ('born', 'waits')");
    expect(await isBlocked('born')).toBe(1);
    expect(await intervalsOf('born')).toMatchObject([{ reason: 'waits', unblocked_at: null }]);
    expect(await eventsOf('born')).toMatchObject([
      { topic: 'work_item.blocked', payload: { reason: 'waits', queue_name: null } },
    ]);
  });

  test('is not made by an INSERT that inserts nothing', async () => {
    await enter(connection, 'backlog', 'there');
    const insert = "INTO work_items (reference, blocked_reason) VALUES ('there', 'x')";
    await connection.query(`INSERT IGNORE ${insert}`);
    await connection.query(`INSERT ${insert} ON DUPLICATE KEY UPDATE priority = 1`);
    expect([await isBlocked('there'), await intervalsOf('there'), await eventsOf('there')]).toEqual([
      0,
      [],
      [],
    ]);
  });

  test('that is deleted is blocked no longer; one deleted softly is', async () => {
    await enter(connection, 'backlog', 'gone', 'soft');
    const [item] = await rowsOf("SELECT id FROM work_items WHERE reference = 'gone'");
    for (const reference of ['gone', 'soft']) await block(reference, 'x');
    await connection.query("DELETE FROM work_items WHERE reference = 'gone'");
    await connection.query("UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'soft'");
    expect(await intervalsOf('gone')).toMatchObject([
      { unblocked_at: expect.any(Number), unblocked_by: 'root@localhost' },
    ]);
    expect(await rowsOf('SELECT is_blocked FROM item_state WHERE item_id = ?', item?.id)).toEqual([
      { is_blocked: 0 },
    ]);
    expect(await intervalsOf('soft')).toMatchObject([{ unblocked_at: null }]);
  });

  test('can be one of many of a statement that reads where the cards are', async () => {
    await enter(connection, 'uat', 'many-1', 'many-2');
    await connection.query(
      "UPDATE work_items SET blocked_reason = 'x' WHERE reference IN (SELECT reference FROM queues WHERE queue_name = 'uat')",
    );
    expect([await isBlocked('many-1'), await isBlocked('many-2')]).toEqual([1, 1]);
    await connection.query("DELETE FROM work_items WHERE reference LIKE 'many-%'");
  });

  const lastAudit = async () =>
    (
      await rowsOf(
        'SELECT reference, from_queue, to_queue, rule_notes FROM audit_log ORDER BY id DESC LIMIT 1',
      )
    )[0];

  test('moves by default, and the log notes that it was blocked', async () => {
    await enter(connection, 'backlog', 'noted');
    await block('noted', 'x');
    await move(connection, 'noted', 'triage');
    expect(await lastAudit()).toMatchObject({ to_queue: 'triage', rule_notes: 'blocked' });
    await block('noted', null);
    await move(connection, 'noted', 'backlog');
    expect(await lastAudit()).toMatchObject({ to_queue: 'backlog', rule_notes: null });
  });

  test('is refused to move where the stream enforces blocks, but may enter and leave', async () => {
    await connection.query("INSERT INTO value_streams (name) VALUES ('strict')");
    await connection.query(
      "INSERT INTO wip_limits (value_stream, queue_name) VALUES ('strict', 'backlog'), ('strict', 'development')",
    );
    await connection.query(
      "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_blocks', 'strict', 'on')",
    );
    await connection.query(
      "INSERT INTO work_items (reference, value_stream, blocked_reason) VALUES ('strict', 'strict', 'no answer')",
    );
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('strict', 'backlog')");

    const before = await everything(connection);
    const error = await move(connection, 'strict', 'development').catch((thrown) => thrown);
    expect(refusalOf(error)).toEqual({
      errno: 9112,
      code: 'ITEM_BLOCKED',
      message: 'strict is blocked; clear blocked_reason first: no answer',
    });
    expect(await everything(connection)).toEqual(before);

    await enter(connection, 'backlog', 'elsewhere');
    await block('elsewhere', 'x');
    await move(connection, 'elsewhere', 'test');
    expect(await lastAudit()).toMatchObject({ reference: 'elsewhere', rule_notes: 'blocked' });

    await connection.query("DELETE FROM queues WHERE reference = 'strict'");
    expect(await lastAudit()).toMatchObject({ reference: 'strict', to_queue: null, rule_notes: null });
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('strict', 'backlog')");
    await block('strict', null);
    await move(connection, 'strict', 'development');
    expect(await lastAudit()).toMatchObject({
      reference: 'strict',
      to_queue: 'development',
      rule_notes: null,
    });
  });

  test('a refusal says what to do, however long reference and reason are', async () => {
    const reference = 'r'.repeat(64);
    await connection.query(
      'INSERT INTO work_items (reference, value_stream, blocked_reason) VALUES (?, ?, ?)',
      [reference, 'strict', 'x'.repeat(255)],
    );
    await connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [
      reference,
      'backlog',
    ]);
    const error = await move(connection, reference, 'development').catch((thrown) => thrown);
    expect(refusalOf(error)?.message).toContain('clear blocked_reason first');
  });

  test('a statement that is rolled back blocked nothing', async () => {
    await enter(connection, 'backlog', 'undone');
    await connection.beginTransaction();
    await block('undone', 'x');
    await connection.rollback();
    expect([await isBlocked('undone'), await intervalsOf('undone'), await eventsOf('undone')]).toEqual([
      0,
      [],
      [],
    ]);
  });

  test('is blocked and unblocked by movers, who cannot write intervals or history by hand', async () => {
    await enter(connection, 'backlog', 'granted');
    await applyRoles(database.url);
    const urls = await createLogins(
      database.url,
      { mover: 'mover', reader: 'reader' },
      { suffix: `_${database.name.slice(-6)}` },
    );
    const mover = createPool(urls.mover as string, { connectionLimit: 1 });
    const reader = createPool(urls.reader as string, { connectionLimit: 1 });
    try {
      for (const reason of ["'x'", 'NULL']) {
        await mover.query(`UPDATE work_items SET blocked_reason = ${reason} WHERE reference = 'granted'`);
      }
      for (const table of ['blocked_intervals', 'field_history']) {
        for (const pool of [mover, reader]) {
          const [rows] = await pool.query<RowDataPacket[]>(
            `SELECT * FROM ${table} WHERE reference = 'granted'`,
          );
          expect([table, rows.length]).toEqual([table, table === 'field_history' ? 2 : 1]);
          for (const statement of [
            `DELETE FROM ${table}`,
            `UPDATE ${table} SET reference = 'x'`,
            `INSERT INTO ${table} () VALUES ()`,
          ]) {
            await expect(pool.query(statement), statement).rejects.toMatchObject({ errno: 1142 });
          }
        }
      }
    } finally {
      await mover.end();
      await reader.end();
    }
    expect(await drift(database.pool)).toEqual([]);
  });
});
