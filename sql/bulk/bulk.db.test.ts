import { applyRoles, createLogins, createPool, refusalOf } from '@kanban/schema';
import { createBoard, drift, enter, move, outbox, serviceDatabases, unsettled } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('bulk work on $name', (server) => {
  const database = boardTest(server);
  let connection: PoolConnection;
  let number = 0;
  beforeAll(async () => {
    await createBoard(database.pool);
    await database.pool.query("UPDATE wip_limits SET wip_limit = -1 WHERE queue_name = 'uat'");
  });
  beforeEach(async () => {
    number++;
    connection = await database.pool.getConnection();
    return () => connection.destroy();
  });

  const ref = (name: string) => `${name}-${number}`;
  const query = async (sql: string, values: unknown[] = [], by = connection) =>
    (await by.query<RowDataPacket[]>(sql, values))[0];
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error.message,
    );
  const log = (reference: string) =>
    query('SELECT from_queue, to_queue, source FROM audit_log WHERE reference = ? ORDER BY id', [reference]);
  const insertItems = (...references: string[]) =>
    query('INSERT INTO work_items (reference, assignee) VALUES ?', [references.map((each) => [each, 'ada'])]);
  const put = (queue: string, ...references: string[]) =>
    query('INSERT INTO queues (reference, queue_name) VALUES ?', [references.map((each) => [each, queue])]);
  const wellDone = async () => {
    expect(await drift(database.pool)).toEqual([]);
    expect(await unsettled(database.pool)).toEqual([]);
  };

  test.each(['READ COMMITTED', 'REPEATABLE READ', undefined])(
    'in one transaction (%s) or many, cards come, move and go past limits, and all is right at the end',
    async (isolation) => {
      await enter(database.pool, 'backlog', ref('old'), ref('gone'), ref('back'));
      const before = (await outbox(database.pool)).length;
      if (isolation) {
        await connection.query(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
        await connection.beginTransaction();
      }
      await query('CALL begin_bulk()');
      const many = [1, 2, 3, 4, 5].map((each) => ref(`new${each}`));
      await insertItems(...many, ref('fleeting'));
      await put('test', ...many);
      await put('test', ref('fleeting'));
      await query("UPDATE queues SET queue_name = 'production' WHERE reference = ?", [many[0]]);
      await query("UPDATE queues SET queue_name = 'triage' WHERE reference IN (?)", [
        [ref('old'), ref('back')],
      ]);
      await query("UPDATE queues SET queue_name = 'backlog' WHERE reference = ?", [ref('back')]);
      await query('DELETE FROM queues WHERE reference IN (?)', [[ref('gone'), ref('fleeting')]]);
      await query('CALL end_bulk()');
      if (isolation) await connection.commit();
      expect(await log(many[0] as string)).toEqual([
        { from_queue: null, to_queue: 'production', source: 'import' },
      ]);
      expect((await log(ref('old'))).slice(1)).toEqual([
        { from_queue: 'backlog', to_queue: 'triage', source: 'import' },
      ]);
      expect((await log(ref('gone'))).slice(1)).toEqual([
        { from_queue: 'backlog', to_queue: null, source: 'import' },
      ]);
      expect(await log(ref('back'))).toHaveLength(1);
      expect(await log(ref('fleeting'))).toEqual([]);
      expect(await outbox(database.pool)).toHaveLength(before);
      await wellDone();
      // Counted again from here on.
      expect(await code(move(connection, many[1] as string, 'uat'))).toBe('done');
      expect(await code(move(connection, many[1] as string, 'test'))).toBe('QUEUE_FULL');
      await query("DELETE FROM queues WHERE queue_name IN ('test', 'triage')");
      await wellDone();
    },
  );

  test('an importer that writes its own log gets no duplicates, in either order of writing', async () => {
    await query('CALL begin_bulk()');
    await insertItems(ref('log first'), ref('card first'));
    const [rows] = await database.pool.query<RowDataPacket[]>(
      "SELECT w.id, w.reference, l.id AS queue FROM work_items w JOIN wip_limits l ON l.queue_name = 'uat' WHERE w.reference IN (?)",
      [[ref('log first'), ref('card first')]],
    );
    const writeLog = (reference: string) => {
      const row = rows.find((each) => each.reference === reference);
      return query(
        `INSERT INTO audit_log (occurred_at, reference, to_queue, value_stream_id, item_id, to_queue_id, actor, source)
         VALUES ('2026-01-02 10:00:00', ?, 'uat', 1, ?, ?, 'ada', 'import')`,
        [reference, row?.id, row?.queue],
      );
    };
    const place = (reference: string) =>
      query("INSERT INTO queues (reference, queue_name, moved_at) VALUES (?, 'uat', '2026-01-02 10:00:00')", [
        reference,
      ]);
    await writeLog(ref('log first'));
    await place(ref('log first'));
    await place(ref('card first'));
    await writeLog(ref('card first'));
    await query('CALL end_bulk()');
    for (const reference of [ref('log first'), ref('card first')])
      expect(await log(reference)).toEqual([{ from_queue: null, to_queue: 'uat', source: 'import' }]);
    await wellDone();
  });

  test('a card without an entry in the log gets one at its instant, by who began', async () => {
    await query("SET @kanban_actor = 'importer', @kanban_reason = 'from the old tool'");
    await query('CALL begin_bulk()');
    await query("SET @kanban_actor = 'another', @kanban_reason = NULL");
    await insertItems(ref('a'));
    await query(
      "INSERT INTO queues (reference, queue_name, moved_at) VALUES (?, 'uat', '2025-03-01 12:00:00')",
      [ref('a')],
    );
    await query('CALL end_bulk()');
    expect(
      await query('SELECT occurred_at, actor, reason FROM audit_log WHERE reference = ?', [ref('a')]),
    ).toEqual([
      { occurred_at: Date.UTC(2025, 2, 1, 12) * 1000, actor: 'importer', reason: 'from the old tool' },
    ]);
    await wellDone();
  });

  test('killed half-way in one transaction, nothing of it is there', async () => {
    const before = await unsettled(database.pool);
    await connection.beginTransaction();
    await query('CALL begin_bulk()');
    await insertItems(ref('a'));
    await put('test', ref('a'));
    connection.destroy();
    const other = await database.pool.getConnection();
    await expect
      .poll(() =>
        query('SELECT 1 FROM information_schema.processlist WHERE id = ?', [connection.threadId], other),
      )
      .toEqual([]);
    expect(await query('SELECT 1 FROM work_items WHERE reference = ?', [ref('a')], other)).toEqual([]);
    expect(await query('SELECT 1 FROM bulk_sessions', [], other)).toEqual([]);
    other.release();
    expect(await unsettled(database.pool)).toEqual(before);
    await wellDone();
  });

  const killHalfWay = async () => {
    await enter(database.pool, 'backlog', ref('old'), ref('gone'));
    await query('CALL begin_bulk()');
    await insertItems(ref('new'));
    await put('uat', ref('new'));
    await query("UPDATE queues SET queue_name = 'uat' WHERE reference = ?", [ref('old')]);
    await query('DELETE FROM queues WHERE reference = ?', [ref('gone')]);
    await database.pool.query('KILL ?', [connection.threadId]);
    await expect
      .poll(() =>
        database.pool
          .query('SELECT 1 FROM information_schema.processlist WHERE id = ?', [connection.threadId])
          .then(([rows]) => rows),
      )
      .toEqual([]);
    expect(await drift(database.pool)).not.toEqual([]);
    connection = await database.pool.getConnection();
  };

  test.each(['begin_bulk', 'housekeep'])(
    'killed half-way over many transactions, its cards wait, and the next %s makes all right',
    async (routine) => {
      await killHalfWay();
      expect(await code(move(connection, ref('new'), 'backlog'))).toBe('BULK_REFUSED');
      expect(await code(query('DELETE FROM queues WHERE reference = ?', [ref('old')]))).toBe('BULK_REFUSED');
      await query(`CALL ${routine}()`);
      if (routine === 'begin_bulk') await query('CALL end_bulk()');
      expect(await query('SELECT 1 FROM bulk_sessions')).toEqual([]);
      await wellDone();
      expect(await code(move(connection, ref('new'), 'backlog'))).toBe('done');
      await wellDone();
    },
  );

  test('two that find the same dead session finish it once', async () => {
    await killHalfWay();
    await Promise.all([1, 2, 3].map(() => database.pool.query('CALL recover_bulk(@finished)')));
    expect(await log(ref('new'))).toHaveLength(1);
    await wellDone();
  });

  test('moves of another connection meanwhile are counted, limited and announced as usual', async () => {
    await enter(database.pool, 'triage', ref('x'), ref('y'));
    await query('CALL begin_bulk()');
    await insertItems(ref('a'), ref('b'));
    await put('triage', ref('a'), ref('b'));
    const mover = await database.pool.getConnection();
    const before = (await outbox(mover)).length;
    await move(mover, ref('x'), 'backlog');
    expect((await outbox(mover)).length).toBe(before + 1);
    expect(await code(move(mover, ref('a'), 'backlog'))).toBe('BULK_REFUSED');
    // A card that bulk work took off comes back by another hand.
    await query('DELETE FROM queues WHERE reference = ?', [ref('y')]);
    await query("INSERT INTO queues (reference, queue_name) VALUES (?, 'uat')", [ref('y')], mover);
    // And one moves while the end waits for it.
    await mover.beginTransaction();
    await move(mover, ref('x'), 'uat');
    const ending = query('CALL end_bulk()');
    await mover.commit();
    await ending;
    mover.release();
    expect(await log(ref('y'))).toMatchObject([{ to_queue: 'triage' }, { to_queue: 'uat', source: 'sql' }]);
    await wellDone();
    await query("DELETE FROM queues WHERE queue_name = 'triage'");
  });

  test('the session of a connection whose id another one has now is dead, and gives that one nothing', async () => {
    await query('CALL begin_bulk()');
    await insertItems(ref('a'));
    await put('uat', ref('a'));
    const heir = await database.pool.getConnection();
    await query('UPDATE bulk_sessions SET connection_id = ?', [heir.threadId]);
    await enter(heir, 'backlog', ref('b'));
    expect(await log(ref('b'))).toHaveLength(1);
    await query('CALL begin_bulk()', [], heir);
    expect(await query('SELECT connection_id FROM bulk_sessions')).toEqual([
      { connection_id: heir.threadId },
    ]);
    await query('CALL end_bulk()', [], heir);
    heir.release();
    await wellDone();
  });

  test("a live session is nobody else's to finish, and its row not to be deleted by hand", async () => {
    await query('SET timestamp = 1600000000');
    await query('CALL begin_bulk()');
    await insertItems(ref('a'));
    await put('uat', ref('a'));
    await database.pool.query('CALL recover_bulk(@finished)');
    expect(await query('SELECT connection_id FROM bulk_sessions')).toEqual([
      { connection_id: connection.threadId },
    ]);
    expect(await code(database.pool.query('DELETE FROM bulk_sessions'))).toBe('BULK_REFUSED');
    await query('CALL end_bulk()');
    await wellDone();
  });

  test('killed in the middle of its end, the end is undone and done again', async () => {
    await query('CALL begin_bulk()');
    await insertItems(ref('a'));
    await put('uat', ref('a'));
    await database.pool.query(
      `CREATE TRIGGER cut_end BEFORE DELETE ON bulk_changes FOR EACH ROW KILL CONNECTION_ID()`,
    );
    const ended = await query('CALL end_bulk()').then(
      () => 'done',
      () => 'cut',
    );
    await database.pool.query('DROP TRIGGER cut_end');
    expect(ended).toBe('cut');
    connection = await database.pool.getConnection();
    expect(await log(ref('a'))).toEqual([]);
    await expect
      .poll(async () => {
        await query('CALL recover_bulk(@finished)');
        return (await query('SELECT @finished AS finished'))[0]?.finished;
      })
      .toBe(1);
    expect(await log(ref('a'))).toHaveLength(1);
    await wellDone();
  });

  test('an end that is refused leaves the session as it was, to be ended again', async () => {
    await query('CALL begin_bulk()');
    await insertItems(ref('a'));
    await put('uat', ref('a'));
    await database.pool.query(
      "CREATE TRIGGER refuse_end BEFORE DELETE ON bulk_changes FOR EACH ROW CALL refuse(9118, 'INVALID_VALUE', 'for a test')",
    );
    expect(await code(query('CALL end_bulk()'))).toBe('INVALID_VALUE');
    await database.pool.query('DROP TRIGGER refuse_end');
    await query("UPDATE queues SET queue_name = 'backlog' WHERE reference = ?", [ref('a')]);
    expect(await log(ref('a'))).toEqual([]);
    await query('CALL end_bulk()');
    expect(await log(ref('a'))).toMatchObject([{ to_queue: 'backlog' }]);
    await wellDone();
  });

  test('is for the importer, not for a mover, and is all the importer needs for history', async () => {
    await applyRoles(database.url);
    const urls = await createLogins(
      database.url,
      { importer: 'im p@rt', mover: 'm/ve' },
      { suffix: `_${database.name.slice(-6)}` },
    );
    const importer = createPool(urls.importer as string, { connectionLimit: 1 });
    const mover = createPool(urls.mover as string, { connectionLimit: 1 });
    const denied = (promise: Promise<unknown>) =>
      promise.then(
        () => 'done',
        (error) => error.errno,
      );
    expect(await denied(mover.query('CALL begin_bulk()'))).toBe(1370);
    expect(
      await denied(mover.query('INSERT INTO bulk_sessions (connection_id) VALUES (CONNECTION_ID())')),
    ).toBe(1142);
    await mover.query('SET @kanban_bulk = 1');
    await enter(mover, 'backlog', ref('counted'));
    await importer.query('CALL begin_bulk()');
    await enter(importer, 'test', ref('a'), ref('b'), ref('c'), ref('d'));
    expect(await denied(importer.query('DELETE FROM bulk_changes'))).toBe(1142);
    expect(await denied(importer.query('CALL finish_bulk(1)'))).toBe(1370);
    // The mover knows the session's id, but the session is not of its connection.
    const [[session]] = await database.pool.query<RowDataPacket[]>('SELECT id FROM bulk_sessions');
    await mover.query('SET @kanban_bulk = ?', [session?.id]);
    expect(await code(move(mover as never, ref('a'), 'backlog'))).toBe('BULK_REFUSED');
    await enter(mover, 'backlog', ref('counted too'));
    await importer.query('CALL end_bulk()');
    expect(await log(ref('counted too'))).toMatchObject([{ source: 'sql' }]);
    await Promise.all([importer.end(), mover.end()]);
    await wellDone();
    await query("DELETE FROM queues WHERE queue_name = 'test'");
  });

  test('limits of a past that is made up are dated there, of a stream without a log only, and nothing else is', async () => {
    await query('INSERT INTO value_streams (name) VALUES (?)', [ref('new')]);
    const [own] = await query('SELECT id FROM value_streams WHERE name = ?', [ref('new')]);
    const write = (wipLimit: number, since: string | null, stream = own?.id) =>
      query("CALL write_past_queue(?, 'dev', 'active', ?, ?)", [stream, wipLimit, since]);
    expect(await code(write(7, '2025-01-06 09:00'))).toBe('BULK_REFUSED');
    await query('CALL begin_bulk()');
    await write(7, '2025-01-06 09:00');
    await write(5, '2025-07-07 09:00:00.000001');
    for (const since of [null, '1969-01-01', '2999-01-01'])
      expect(await code(write(4, since))).toBe('INVALID_VALUE');
    // Refused by the rules of limits: what is set next is set now.
    expect(await code(write(-2, '2025-08-01'))).toBe('INVALID_VALUE');
    await query("INSERT INTO settings (name, value_stream, value) VALUES ('sle_days', ?, '9')", [ref('new')]);
    await query('CALL end_bulk()');
    await query('UPDATE wip_limits SET wip_limit = 3 WHERE value_stream = ?', [ref('new')]);
    expect(
      await query(
        `SELECT IF(recorded_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR, 'now', CAST(recorded_at AS CHAR)) AS at,
           table_name, change_kind, JSON_VALUE(old_row, '$.wip_limit') AS was
         FROM config_history WHERE table_name = 'settings' AND JSON_VALUE(row_key, '$.value_stream') = ? COLLATE utf8mb4_bin
            OR table_name = 'wip_limits' AND JSON_VALUE(row_key, '$.id') = (SELECT id FROM wip_limits WHERE value_stream = ?)
         ORDER BY id`,
        [ref('new'), ref('new')],
      ),
    ).toEqual([
      { at: '2025-01-06 09:00:00.000000', table_name: 'wip_limits', change_kind: 'insert', was: null },
      { at: '2025-07-07 09:00:00.000001', table_name: 'wip_limits', change_kind: 'update', was: '7' },
      { at: 'now', table_name: 'settings', change_kind: 'insert', was: null },
      { at: 'now', table_name: 'wip_limits', change_kind: 'update', was: '5' },
    ]);
    await enter(connection, 'backlog', ref('a'));
    await query('CALL begin_bulk()');
    const [main] = await query("SELECT id FROM value_streams WHERE name = 'main'");
    expect(await code(write(5, '2025-01-06', main?.id))).toBe('BULK_REFUSED');
    await query('CALL end_bulk()');
  });

  test('begins once and ends once', async () => {
    expect(await code(query('CALL end_bulk()'))).toBe('BULK_REFUSED');
    await query('CALL begin_bulk()');
    expect(await code(query('CALL begin_bulk()'))).toBe('BULK_REFUSED');
    await query('CALL end_bulk()');
    expect(await code(query('CALL end_bulk()'))).toBe('BULK_REFUSED');
    await connection.beginTransaction();
    await query('CALL begin_bulk()');
    await connection.rollback();
    await enter(connection, 'backlog', ref('a'));
    expect(await log(ref('a'))).toHaveLength(1);
  });
});
