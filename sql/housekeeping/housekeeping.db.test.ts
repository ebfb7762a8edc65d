import { refusalOf } from '@kanban/schema';
import { createBoard, drift, enter, move, outbox, serviceDatabases, unsettled } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

interface Done {
  task: string;
  value_stream: string | null;
  moved: number;
  skipped: number;
  note: string | null;
}
const day = 86_400;
const start = Date.UTC(2026, 5, 1) / 1000;

describe.each(serviceDatabases())('housekeeping on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  let number = 0;
  beforeAll(async () => {
    await createBoard(database.pool);
    await database.pool.query("INSERT INTO wip_limits (queue_name) VALUES ('closed')");
    await database.pool.query(
      "INSERT INTO members (name, email) VALUES ('ada', 'ada@example.test'), ('bob', '')",
    );
    await database.pool.query("UPDATE members SET email = 'root@example.test' WHERE name = 'root'");
    await database.pool.query("INSERT INTO members (name) VALUES ('boss@example.test')");
  });
  beforeEach(async () => {
    number++;
    connection = await database.pool.getConnection();
    return async () => {
      await database.pool.query('DELETE FROM queues');
      await database.pool.query('DELETE FROM settings');
      await database.pool.query('DELETE FROM transitions');
      connection.destroy();
      expect(await drift(database.pool)).toEqual([]);
      expect(await unsettled(database.pool)).toEqual([]);
    };
  });

  const ref = (name: string) => `${name}-${number}`;
  const query = async (sql: string, values: unknown[] = []) =>
    (await connection.query<RowDataPacket[]>(sql, values))[0];
  /** From here on it is so many days after the first of June for this connection. */
  const atDay = (days: number) => query(`SET timestamp = ${start + days * day}`);
  const call = async (procedure: string, by: PoolConnection = connection) => {
    const [sets] = await by.query<RowDataPacket[][]>(`CALL ${procedure}()`);
    return (Array.isArray(sets) ? sets : []).filter(Array.isArray).flat() as unknown as Done[];
  };
  const where = async (reference: string) =>
    (await query('SELECT queue_name FROM queues WHERE reference = ?', [reference]))[0]?.queue_name;
  const lastRow = async (reference: string) =>
    (
      await query(
        `SELECT from_queue, to_queue, actor, reason, source, rule_notes FROM audit_log
         WHERE reference = ? ORDER BY id DESC LIMIT 1`,
        [reference],
      )
    )[0];

  test('drops what waits in a backlog for longer than 90 days, and says who, why and to whom', async () => {
    await atDay(0);
    await query("SET @kanban_actor = 'ada'");
    await enter(connection, 'backlog', ref('old'));
    await atDay(1);
    await enter(connection, 'backlog', ref('young'));
    await enter(connection, 'triage', ref('begun'));
    await query("SET @kanban_actor = 'keeper', @kanban_reason = 'mine', @kanban_source = 'app'");
    await atDay(90.5);
    expect(await call('drop_stale_items')).toEqual([
      { task: 'drop_stale_items', value_stream: 'main', moved: 1, skipped: 0, note: null },
    ]);
    expect([await where(ref('old')), await where(ref('young')), await where(ref('begun'))]).toEqual([
      'drop',
      'backlog',
      'triage',
    ]);
    expect(await lastRow(ref('old'))).toEqual({
      from_queue: 'backlog',
      to_queue: 'drop',
      actor: 'housekeeping',
      reason: 'in backlog since 2026-06-01, longer than 90 days',
      source: 'housekeeping',
      rule_notes: null,
    });
    const event = (await outbox(database.pool)).filter((each) => each.topic === 'work_item.dropped_as_stale');
    expect(event.map((each) => each.payload)).toEqual([
      expect.objectContaining({
        value_stream: 'main',
        queue_name: 'drop',
        reference: ref('old'),
        from_queue: 'backlog',
        since: '2026-06-01T00:00:00.000000Z',
        stale_backlog_days: 90,
        actor: 'housekeeping',
        notify_email: 'ada@example.test',
      }),
    ]);
    expect(await query('SELECT @kanban_actor AS a, @kanban_reason AS r, @kanban_source AS s')).toEqual([
      { a: 'keeper', r: 'mine', s: 'app' },
    ]);
    expect(await call('drop_stale_items')).toEqual([]);
  });

  test('what is submitted again has its full time again', async () => {
    await atDay(0);
    await enter(connection, 'backlog', ref('a'));
    await atDay(91);
    await call('housekeep');
    expect(await where(ref('a'))).toBe('drop');
    await atDay(95);
    await move(connection, ref('a'), 'backlog');
    await atDay(184.5);
    await call('housekeep');
    expect(await where(ref('a'))).toBe('backlog');
    await atDay(185.5);
    await call('housekeep');
    expect(await where(ref('a'))).toBe('drop');
  });

  test.each([
    ['ada', 'ada@example.test'],
    ['ada@localhost', 'ada@example.test'],
    ['bob', undefined],
    ['eve', undefined],
    ['eve@example.test', 'eve@example.test'],
    ['eve@10.0.0.5', undefined],
  ])('who logged it as %s hears of it at %s', async (name, address) => {
    await atDay(0);
    await query('SET @kanban_actor = ?', [name]);
    await enter(connection, 'backlog', ref('a'));
    await atDay(91);
    await call('drop_stale_items');
    const events = (await outbox(database.pool)).filter((each) => each.payload.reference === ref('a'));
    expect(events.map((each) => each.payload.notify_email)).toEqual([address]);
  });

  test('the days are those of the stream, and off is off', async () => {
    await query('INSERT INTO value_streams (name) VALUES (?)', [ref('other')]);
    await query("INSERT INTO wip_limits (value_stream, queue_name) VALUES (?, 'inbox'), (?, 'rejected')", [
      ref('other'),
      ref('other'),
    ]);
    await query(
      "INSERT INTO settings (name, value_stream, value) VALUES ('stale_backlog_days', '', 'off'), ('stale_backlog_days', ?, '7')",
      [ref('other')],
    );
    await atDay(0);
    await enter(connection, 'backlog', ref('a'));
    await query('INSERT INTO work_items (reference, value_stream) VALUES (?, ?)', [ref('b'), ref('other')]);
    await query("INSERT INTO queues (reference, queue_name) VALUES (?, 'inbox')", [ref('b')]);
    await atDay(8);
    await call('housekeep');
    expect(await where(ref('b'))).toBe('rejected');
    await atDay(2000);
    await call('housekeep');
    expect(await where(ref('a'))).toBe('backlog');
  });

  test('a stream without such a queue is skipped and reported', async () => {
    const stream = ref('bare');
    await query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
    await query("INSERT INTO wip_limits (value_stream, queue_name) VALUES (?, 'backlog'), (?, 'done')", [
      stream,
      stream,
    ]);
    await atDay(0);
    for (const [name, queue] of [
      ['a', 'backlog'],
      ['b', 'done'],
      ['c', 'done'],
    ]) {
      await query('INSERT INTO work_items (reference, value_stream) VALUES (?, ?)', [
        ref(name as string),
        stream,
      ]);
      await query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [ref(name as string), queue]);
    }
    await atDay(100);
    expect(await call('housekeep')).toEqual([
      {
        task: 'drop_stale_items',
        value_stream: stream,
        moved: 0,
        skipped: 0,
        note: '1 left where they are: there is no queue of kind dropped',
      },
      {
        task: 'complete_delivered_items',
        value_stream: stream,
        moved: 0,
        skipped: 0,
        note: '2 left where they are: there is no queue of kind completed',
      },
    ]);
    expect(await where(ref('a'))).toBe('backlog');
  });

  test('no workflow stops it, which is noted, but the limit of the dropped queue does', async () => {
    await query("INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'triage')");
    await query("INSERT INTO settings (name, value) VALUES ('enforce_blocks', 'on')");
    await query("UPDATE wip_limits SET wip_limit = 2 WHERE queue_name = 'drop'");
    await atDay(0);
    await enter(connection, 'backlog', ref('a'), ref('b'), ref('c'), ref('d'));
    await query("UPDATE work_items SET blocked_reason = 'waits' WHERE reference = ?", [ref('a')]);
    await atDay(91);
    const [done] = await call('housekeep');
    expect(done).toMatchObject({ moved: 2, skipped: 2, note: expect.stringContaining('QUEUE_FULL') });
    expect(await lastRow(ref('a'))).toMatchObject({ to_queue: 'drop', rule_notes: 'illegal_move,blocked' });
    await query("UPDATE wip_limits SET wip_limit = -1 WHERE queue_name = 'drop'");
    // Nobody else is let through, not even by the same names.
    await query(
      `SET @kanban_actor = 'housekeeping', @kanban_source = 'housekeeping',
           @kanban_housekeeping = (SELECT MAX(claimed_by) FROM housekeeping_tasks)`,
    );
    const error = await move(connection, ref('c'), 'drop').catch((reason) => reason);
    expect(refusalOf(error)?.code).toBe('ILLEGAL_MOVE');
  });

  test('completes what was delivered 30 days ago without a defect, and it stays finished when it was', async () => {
    await atDay(0);
    await enter(connection, 'production', ref('a'), ref('b'), ref('c'), ref('d'));
    await query(
      'INSERT INTO work_items (reference, defect_of, deleted_at) VALUES (?, ?, NULL), (?, ?, NULL)',
      [ref('bug'), ref('b'), ref('no bug'), ref('c')],
    );
    await query('UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = ?', [ref('no bug')]);
    await atDay(20);
    await move(connection, ref('d'), 'uat');
    await move(connection, ref('d'), 'production');
    const finished = async () =>
      query('SELECT reference, finished_at FROM item_flow WHERE reference IN (?) ORDER BY reference', [
        [ref('a'), ref('b'), ref('c')],
      ]);
    const before = await finished();
    await atDay(29.9);
    expect(await call('complete_delivered_items')).toEqual([]);
    await atDay(30.1);
    expect(await call('complete_delivered_items')).toMatchObject([{ moved: 2, skipped: 0 }]);
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => where(ref(name))))).toEqual([
      'closed',
      'production',
      'closed',
      'production',
    ]);
    expect(await finished()).toEqual(before);
    expect(before.map((row) => row.finished_at)).toEqual([start * 1e6, start * 1e6, start * 1e6]);
    expect(await lastRow(ref('a'))).toMatchObject({
      actor: 'housekeeping',
      reason: 'in production since 2026-06-01, longer than 30 days, without a defect',
    });
  });

  test('a defect of an item that is not there is refused by code, logged so or changed', async () => {
    await enter(connection, 'backlog', ref('a'));
    const outcome = (sql: string) =>
      query(sql, [ref('nobody'), ref('a')]).catch((error) => refusalOf(error)?.code ?? error.message);
    expect(await outcome('UPDATE work_items SET defect_of = ? WHERE reference = ?')).toBe('UNKNOWN_ITEM');
    expect(await outcome("INSERT INTO work_items (defect_of, reference) VALUES (?, CONCAT('b', ?))")).toBe(
      'UNKNOWN_ITEM',
    );
    expect(await query('SELECT defect_of FROM work_items WHERE reference LIKE ?', [`%${ref('a')}`])).toEqual([
      { defect_of: null },
    ]);
  });

  test('a card that another connection has locked is skipped, and the run continues', async () => {
    await atDay(0);
    await enter(connection, 'backlog', ref('a'), ref('b'));
    const other = await database.pool.getConnection();
    await other.beginTransaction();
    await other.query('SELECT 1 FROM queues WHERE reference = ? FOR UPDATE', [ref('a')]);
    await atDay(91);
    await query('SET SESSION innodb_lock_wait_timeout = 1');
    expect(await call('housekeep')).toMatchObject([{ moved: 1, skipped: 1 }]);
    await other.rollback();
    other.release();
    expect(await where(ref('b'))).toBe('drop');
    expect(await call('housekeep')).toMatchObject([{ moved: 1, skipped: 0 }]);
  });

  test('two runners at once: one works, the other says so and returns at once', async () => {
    await atDay(0);
    await enter(connection, 'backlog', ref('a'));
    const other = await database.pool.getConnection();
    // The first one waits for this card, its lease taken.
    await other.beginTransaction();
    await other.query('SELECT 1 FROM queues WHERE reference = ? FOR UPDATE', [ref('a')]);
    await atDay(91);
    const first = call('housekeep');
    await expect
      .poll(
        async () =>
          (
            await database.pool.query<RowDataPacket[]>(
              "SELECT 1 FROM housekeeping_tasks WHERE name = 'housekeep' AND claimed_by IS NOT NULL",
            )
          )[0].length,
      )
      .toBe(1);
    const second = await database.pool.getConnection();
    await second.query(`SET timestamp = ${start + 91 * day}`);
    for (const procedure of ['housekeep', 'drop_stale_items', 'complete_delivered_items'])
      expect(await call(procedure, second)).toEqual([
        {
          task: procedure,
          value_stream: null,
          moved: 0,
          skipped: 0,
          note: `another runner is at work: connection ${connection.threadId} on ${await nodeOf(second)}`,
        },
      ]);
    await other.rollback();
    expect(await first).toMatchObject([{ moved: 1, skipped: 0 }]);
    expect(await call('housekeep', second)).toEqual([]);
    other.release();
    await second.query('SET timestamp = DEFAULT');
    second.release();
    expect(
      (await query('SELECT COUNT(*) AS moves FROM audit_log WHERE reference = ?', [ref('a')]))[0]?.moves,
    ).toBe(2);
  });
  const nodeOf = async (by: PoolConnection) =>
    (await by.query<RowDataPacket[]>("SELECT CONCAT(@@hostname, ':', @@port) AS node"))[0][0]?.node;

  test('a runner that was killed is followed by another when its lease has run out, and comes back to nothing', async () => {
    await atDay(0);
    await enter(connection, 'backlog', ref('a'));
    const other = await database.pool.getConnection();
    await other.beginTransaction();
    await other.query('SELECT 1 FROM queues WHERE reference = ? FOR UPDATE', [ref('a')]);
    const runner = await database.pool.getConnection();
    await runner.query(`SET timestamp = ${start + 91 * day}`);
    const killed = runner.query('CALL housekeep()').catch((error) => error.errno);
    const waiting = () =>
      query(
        "SELECT 1 FROM information_schema.processlist WHERE id = ? AND info LIKE '%FROM queues%FOR UPDATE'",
        [runner.threadId],
      );
    await expect.poll(async () => (await waiting()).length, { timeout: 5_000 }).toBe(1);
    await query('KILL ?', [runner.threadId]);
    expect([1053, 1317, 1927, 2013, undefined]).toContain(await killed);
    await other.rollback();
    other.release();
    await atDay(91);
    expect(await call('housekeep')).toMatchObject([{ note: expect.stringContaining('another runner') }]);
    await query("UPDATE housekeeping_tasks SET claim_expires_at = '2020-01-01' WHERE name = 'housekeep'");
    expect(await call('housekeep')).toMatchObject([{ moved: 1, skipped: 0, note: null }]);
  });

  test('in a transaction of the caller, or at bulk work, it is refused and nothing changes', async () => {
    await connection.beginTransaction();
    const error = await call('housekeep').catch((reason) => reason);
    expect(refusalOf(error)?.code).toBe('INVALID_VALUE');
    await connection.rollback();
    await query('CALL begin_bulk()');
    expect(refusalOf(await call('drop_stale_items').catch((reason) => reason))?.code).toBe('BULK_REFUSED');
    await query('CALL end_bulk()');
    expect(await call('housekeep')).toEqual([]);
  });

  test('the event is there for a server whose scheduler is on, and calls the same', async () => {
    const [event] = await query(
      `SELECT status AS status, event_type AS event_type, interval_value AS interval_value, interval_field AS interval_field,
         on_completion AS on_completion, event_definition AS event_definition
       FROM information_schema.events WHERE event_schema = DATABASE()`,
    );
    expect(event).toMatchObject({
      status: 'ENABLED',
      event_type: 'RECURRING',
      interval_value: '1',
      interval_field: 'HOUR',
      on_completion: 'PRESERVE',
      event_definition: 'CALL housekeep()',
    });
  });

  test('the scheduler of the server fires it, and it does the work', async () => {
    await query(`SET timestamp = ${Math.floor(Date.now() / 1000) - 91 * day}`);
    await enter(connection, 'backlog', ref('old'));
    await query('SET timestamp = DEFAULT');
    const [before] = await query('SELECT @@GLOBAL.event_scheduler AS scheduler');
    await query('SET GLOBAL event_scheduler = ON');
    try {
      await query('ALTER EVENT kanban_housekeeping ON SCHEDULE AT CURRENT_TIMESTAMP');
      await vi.waitFor(async () => expect(await where(ref('old'))).toBe('drop'), {
        timeout: 20_000,
        interval: 50,
      });
      expect(await lastRow(ref('old'))).toMatchObject({ actor: 'housekeeping', source: 'housekeeping' });
    } finally {
      await query(`SET GLOBAL event_scheduler = ${before?.scheduler}`);
    }
  });
});
