import { refusalOf } from '@kanban/schema';
import {
  createBoard,
  createTestDatabase,
  drift,
  enter,
  move,
  outbox,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const DUE = '2026-01-05 17:00:00.000000';
const LATER = '2026-02-05 17:00:00.000000';

describe.each(serviceDatabases())('SLA flags on $name', (server) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(server);
    await createBoard(database.pool);
  });
  beforeEach(async () => {
    await database.pool.query('DELETE FROM queues');
    await database.pool.query('DELETE FROM work_items');
    await database.pool.query('DELETE FROM outbox_events');
    await database.pool.query('TRUNCATE TABLE sla_flags');
    await enter(database.pool, 'backlog', 'a', 'b');
    await database.pool.query('UPDATE work_items SET date_due = ?', [DUE]);
  });
  afterAll(async () => {
    expect(await drift(database.pool)).toEqual([]);
    await database.drop();
  });

  const idOf = async (reference: string): Promise<number> => {
    const [[row]] = await database.pool.query<RowDataPacket[]>(
      'SELECT id FROM work_items WHERE reference = ?',
      [reference],
    );
    return row?.id;
  };
  const flag = async (
    id: number | null,
    name: unknown,
    deadline: string | null = DUE,
    by: unknown = 'due_date',
  ) => {
    const [[row]] = await database.pool.query<RowDataPacket[]>('SELECT flag_sla(?, ?, ?, ?) AS is_new', [
      id,
      name,
      deadline,
      by,
    ]);
    return row?.is_new === 1;
  };
  const flags = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      "SELECT reference, flag, DATE_FORMAT(deadline, '%Y-%m-%d') AS deadline, is_current FROM sla_flags ORDER BY id",
    );
    return rows.map(
      (row) => `${row.reference} ${row.flag} ${row.deadline} ${row.is_current === 1 ? 'current' : 'past'}`,
    );
  };
  const told = async () =>
    (await outbox(database.pool)).filter(({ topic }) => topic.startsWith('work_item.sla_'));

  test('a flag is stored and writes an event, with the deadline and its source', async () => {
    await database.pool.query(
      "UPDATE work_items SET assignee = 'ada', short_desc = 'wrong total' WHERE reference = 'a'",
    );
    expect(await flag(await idOf('a'), 'at_risk')).toBe(true);
    expect(await flags()).toEqual(['a at_risk 2026-01-05 current']);
    expect(await told()).toEqual([
      {
        topic: 'work_item.sla_at_risk',
        payload: expect.objectContaining({
          value_stream: 'main',
          queue_name: 'backlog',
          reference: 'a',
          short_desc: 'wrong total',
          assignee: 'ada',
          deadline: '2026-01-05T17:00:00.000000Z',
          decided_by: 'due_date',
          state: 'atRisk',
          time_zone: 'UTC',
        }),
      },
    ]);
  });

  test('a due day is stored as the item has it, and is that day in the event', async () => {
    const day = '2026-01-05 00:00:00.000000';
    await database.pool.query("UPDATE work_items SET date_due = ? WHERE reference = 'a'", [day]);
    await database.pool.query("UPDATE value_streams SET time_zone = 'America/New_York'");
    expect(await flag(await idOf('a'), 'breached', '2026-01-06 04:59:59.999999')).toBe(false);
    expect(await flag(await idOf('a'), 'breached', day)).toBe(true);
    expect(await flag(await idOf('b'), 'at_risk', day, 'policy')).toBe(false);
    await database.pool.query("UPDATE work_items SET date_due = NULL WHERE reference = 'b'");
    expect(await flag(await idOf('b'), 'at_risk', day, 'policy')).toBe(true);
    await database.pool.query("UPDATE value_streams SET time_zone = 'UTC'");
    const told2 = (await told()).map(({ payload }) => [payload.deadline, payload.time_zone]);
    expect(told2).toEqual([
      ['2026-01-05', 'America/New_York'],
      ['2026-01-05T00:00:00.000000Z', 'America/New_York'],
    ]);
    await database.pool.query('UPDATE work_items SET date_due = date_due + INTERVAL 1 MICROSECOND');
    expect((await flags())[0]).toBe('a breached 2026-01-05 past');
  });

  test('each flag is set once, and breached may follow at risk', async () => {
    const id = await idOf('a');
    expect(await flag(id, 'at_risk')).toBe(true);
    expect(await flag(id, 'at_risk')).toBe(false);
    expect(await flag(id, 'breached')).toBe(true);
    expect(await flag(id, 'breached')).toBe(false);
    expect((await told()).map(({ topic }) => topic)).toEqual([
      'work_item.sla_at_risk',
      'work_item.sla_breached',
    ]);
  });

  test('likely late is a flag at risk, and the event names the state', async () => {
    const id = await idOf('a');
    expect(await flag(id, 'likely_late')).toBe(true);
    expect(await flag(id, 'at_risk')).toBe(false);
    expect(await flag(id, 'breached')).toBe(true);
    expect((await told()).map(({ topic, payload }) => [topic, payload.state])).toEqual([
      ['work_item.sla_at_risk', 'likelyLate'],
      ['work_item.sla_breached', 'late'],
    ]);
  });

  test('nothing is at risk any more that is breached', async () => {
    const id = await idOf('a');
    expect(await flag(id, 'breached')).toBe(true);
    expect(await flag(id, 'at_risk')).toBe(false);
    expect(await flags()).toEqual(['a breached 2026-01-05 current']);
  });

  test('of sixteen who say it at the same time, one does', async () => {
    const id = await idOf('a');
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => flag(id, 'breached')));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await told()).toHaveLength(1);
  });

  test('one who began before another said it says it no second time, nor sees an error', async () => {
    const id = await idOf('a');
    const slow = await database.pool.getConnection();
    await slow.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await slow.beginTransaction();
    await slow.query('SELECT COUNT(*) FROM sla_flags');
    await flag(id, 'breached');
    const [[row]] = await slow.query<RowDataPacket[]>(
      "SELECT flag_sla(?, 'breached', ?, 'due_date') AS is_new",
      [id, DUE],
    );
    await slow.commit();
    slow.release();
    expect(row?.is_new).toBe(0);
    expect(await told()).toHaveLength(1);
  });

  test('a flag and its event go with the transaction they were made in', async () => {
    const id = await idOf('a');
    const connection = await database.pool.getConnection();
    await connection.beginTransaction();
    await connection.query("SELECT flag_sla(?, 'breached', ?, 'due_date')", [id, DUE]);
    await connection.rollback();
    connection.release();
    expect([await flags(), await told()]).toEqual([[], []]);
    expect(await flag(id, 'breached')).toBe(true);
  });

  test.each([
    ['finished', "UPDATE queues SET queue_name = 'production' WHERE reference = 'a'"],
    ['dropped', "UPDATE queues SET queue_name = 'drop' WHERE reference = 'a'"],
    ['taken off the board', "DELETE FROM queues WHERE reference = 'a'"],
    ['deleted', "DELETE FROM work_items WHERE reference = 'a'"],
    ['softly deleted', "UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'a'"],
  ])('an item that was %s meanwhile is not flagged', async (_, statement) => {
    const id = await idOf('a');
    await database.pool.query(statement);
    expect(await flag(id, 'breached')).toBe(false);
    expect([await flags(), await told()]).toEqual([[], []]);
  });

  test('an item that is finished at this moment is waited for, and then not flagged', async () => {
    const id = await idOf('a');
    const mover = await database.pool.getConnection();
    await mover.beginTransaction();
    await move(mover, 'a', 'production');
    let isAnswered = false;
    const answer = flag(id, 'breached').finally(() => {
      isAnswered = true;
    });
    // Another item's flag is not held up, and by then this one has been asked for.
    expect(await flag(await idOf('b'), 'breached')).toBe(true);
    expect(isAnswered).toBe(false);
    await mover.commit();
    mover.release();
    expect(await answer).toBe(false);
  });

  test('a due date that is not the one of the item any more is not said', async () => {
    const id = await idOf('a');
    await database.pool.query("UPDATE work_items SET date_due = ? WHERE reference = 'a'", [LATER]);
    expect(await flag(id, 'breached', DUE)).toBe(false);
    expect(await flag(id, 'breached', DUE, 'policy')).toBe(false);
    await database.pool.query("UPDATE work_items SET date_due = NULL WHERE reference = 'a'");
    expect(await flag(id, 'breached', DUE)).toBe(false);
    expect(await flag(id, 'breached', DUE, 'policy')).toBe(true);
  });

  test('another due date arms both again, and so does changing it back; what was said stays', async () => {
    const id = await idOf('a');
    await flag(id, 'at_risk');
    await flag(id, 'breached');
    await flag(await idOf('b'), 'breached');
    await database.pool.query("UPDATE work_items SET date_due = ? WHERE reference = 'a'", [LATER]);
    const past = ['a at_risk 2026-01-05 past', 'a breached 2026-01-05 past', 'b breached 2026-01-05 current'];
    expect(await flags()).toEqual(past);
    await database.pool.query("UPDATE work_items SET date_due = ? WHERE reference = 'a'", [DUE]);
    expect(await flag(id, 'breached')).toBe(true);
    expect(await flags()).toEqual([...past, 'a breached 2026-01-05 current']);
    await database.pool.query("UPDATE work_items SET date_due = ?, priority = 7 WHERE reference = 'a'", [
      DUE,
    ]);
    expect(await flag(id, 'breached')).toBe(false);
    expect(await told()).toHaveLength(4);
  });

  test('a change of due dates of many items at once arms those', async () => {
    for (const reference of ['a', 'b']) await flag(await idOf(reference), 'breached');
    await database.pool.query('UPDATE work_items SET date_due = date_due + INTERVAL 1 DAY');
    expect(await flags()).toEqual(['a breached 2026-01-05 past', 'b breached 2026-01-05 past']);
  });

  test('an item moved back from where it was finished keeps its flag', async () => {
    const id = await idOf('a');
    await flag(id, 'breached');
    await move(database.pool, 'a', 'production');
    await move(database.pool, 'a', 'test');
    expect(await flag(id, 'breached')).toBe(false);
  });

  test.each([
    [[-1, 'breached', DUE, 'due_date'], 9103, 'UNKNOWN_ITEM'],
    [[null, 'breached', DUE, 'due_date'], 9103, 'UNKNOWN_ITEM'],
    [['a', 'late', DUE, 'due_date'], 9118, 'INVALID_VALUE'],
    [['a', null, DUE, 'due_date'], 9118, 'INVALID_VALUE'],
    [['a', 'breached', null, 'due_date'], 9118, 'INVALID_VALUE'],
    [['a', 'breached', DUE, 'me'], 9118, 'INVALID_VALUE'],
    [['a', 'breached', DUE, null], 9118, 'INVALID_VALUE'],
  ])(
    'bad input is refused by code, and nothing is said: %j',
    async ([who, name, deadline, by], errno, code) => {
      const id = who === 'a' ? await idOf('a') : who === null ? null : 999_999;
      const error = await flag(id, name, deadline as string | null, by).catch((reason) => reason);
      expect(refusalOf(error)).toMatchObject({ errno, code });
      expect([await flags(), await told()]).toEqual([[], []]);
    },
  );

  test.each([
    'DELETE FROM sla_flags',
    "UPDATE sla_flags SET deadline = '2020-01-01'",
    "UPDATE sla_flags SET is_current = NULL, flag = 'at_risk'",
    'UPDATE sla_flags SET is_current = NULL, item_id = item_id + 1',
    'UPDATE sla_flags SET is_current = TRUE',
  ])('what was said is never unsaid: %s', async (statement) => {
    await flag(await idOf('a'), 'breached');
    const error = await database.pool.query(statement).catch((reason) => reason);
    expect(refusalOf(error)).toMatchObject({ errno: 9119, code: 'HISTORY_APPEND_ONLY' });
    expect(await flags()).toEqual(['a breached 2026-01-05 current']);
  });
});
