import { refusalOf } from '@kanban/schema';
import {
  createBoard,
  createTestDatabase,
  drift,
  enter,
  everything,
  move,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('history that is taken out of the log on $name', (server) => {
  let database: TestDatabase;
  let connection: PoolConnection;
  beforeEach(async () => {
    database ??= await createBoardWithItems();
    connection = await database.pool.getConnection();
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  });
  afterEach(() => connection.destroy());
  afterAll(() => database.drop());

  async function createBoardWithItems(): Promise<TestDatabase> {
    const made = await createTestDatabase(server);
    await createBoard(made.pool);
    await enter(made.pool, 'backlog', 'live', 'removed');
    await made.pool.query("DELETE FROM queues WHERE reference = 'removed'");
    return made;
  }

  const query = async (sql: string, values: unknown[] = []) =>
    (await connection.query<RowDataPacket[]>(sql, values))[0];
  /** Each statement of a bulk session; gives its batch. */
  const bulk = async (...statements: string[]): Promise<number> => {
    await query('CALL begin_bulk()');
    for (const statement of statements) await query(statement);
    await query('CALL end_bulk()');
    const [row] = await query('SELECT MAX(id) AS id FROM import_batches');
    return row?.id;
  };
  const remove = async (list: string, of: unknown, key: object) => {
    await connection.beginTransaction();
    try {
      await query(`CALL ${list}(?)`, [of]);
      await query('CALL begin_bulk()');
      await query('CALL remove_history(?)', [JSON.stringify(key)]);
      await query('CALL end_bulk()');
      await connection.commit();
    } catch (error) {
      await connection.rollback();
      throw error;
    }
  };
  const undo = (batch: number) => remove('list_batch_removal', batch, { batch_id: batch });
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error,
    );

  /** The board without what only ever grows or is told now and then (bounds of places), and with places as an order. */
  const board = async () => {
    const {
      queue_state: states = [],
      queue_places: places = [],
      queues: cards = [],
      person_wip: people,
      ...rows
    } = await everything(connection);
    return {
      ...rows,
      queue_state: states.map(({ moves, first_rank: bound, ...state }) => state),
      queues: cards.map(({ updated_at: at, updated_by: by, ...card }) => card),
      places: places
        .toSorted((a, b) => a.place_rank - b.place_rank)
        .map(({ item_id, queue_id }) => [item_id, queue_id]),
    };
  };

  test('leaves the board as it was before any batch, and says what it took', async () => {
    const before = await board();
    const batch = await bulk(
      "INSERT INTO work_items (reference, assignee) VALUES ('new', 'ada')",
      "INSERT INTO queues (reference, queue_name, moved_at) VALUES ('new', 'uat', '2026-01-02')",
      "UPDATE queues SET queue_name = 'production' WHERE reference = 'live'",
      "INSERT INTO queues (reference, queue_name) VALUES ('removed', 'triage')",
    );
    expect(await board()).not.toEqual(before);
    const rows = await query(
      'SELECT id, item_id, reference, HEX(chain_hash) AS hash FROM audit_log WHERE batch_id = ? ORDER BY item_id',
      [batch],
    );
    await query(
      "INSERT INTO subscriptions (reference, recipient) VALUES ('new', 'a@x.test'), ('live', 'a@x.test')",
    );
    await undo(batch);
    expect(await board()).toEqual(before);
    expect(await query('SELECT reference FROM subscriptions')).toEqual([{ reference: 'live' }]);
    const [said] = await query(
      "SELECT row_key, old_row, actor FROM config_history WHERE table_name = 'audit_log' ORDER BY id DESC LIMIT 1",
    );
    const parsed = (json: unknown) => (typeof json === 'string' ? JSON.parse(json) : json);
    expect(parsed(said?.row_key)).toEqual({ batch_id: batch, part: 1 });
    const { items, ...counts } = parsed(said?.old_row);
    expect(counts).toEqual({ rows: 3, batches: { [batch]: 3 }, streams: [1] });
    expect(items.toSorted((a: number[], b: number[]) => (a[0] as number) - (b[0] as number))).toEqual(
      rows.map(({ id, item_id, reference, hash }) => [item_id, reference, 1, id, hash, id, hash]),
    );
    expect(said?.actor).toBe('root@localhost');
    expect(
      await query('SELECT undone_at IS NOT NULL AS isUndone FROM import_batches WHERE id = ?', [batch]),
    ).toEqual([{ isUndone: 1 }]);
    expect(await drift(database.pool)).toEqual([]);
  });

  test.each([
    ['a live move', "UPDATE queues SET queue_name = 'uat' WHERE reference = 'stood-on'", []],
    [
      'a comment',
      "INSERT INTO comments (reference, body) VALUES ('stood-on', 'why?')",
      ["DELETE FROM comments WHERE reference = 'stood-on'"],
    ],
    ['a block', "UPDATE work_items SET blocked_reason = 'ill' WHERE reference = 'stood-on'", []],
    [
      'an item that waits for it',
      "INSERT INTO dependencies (reference, depends_on) VALUES ('live', 'stood-on')",
      ['DELETE FROM dependencies'],
    ],
    [
      'a part of it',
      "UPDATE work_items SET parent = 'stood-on' WHERE reference = 'live'",
      ["UPDATE work_items SET parent = NULL WHERE reference = 'live'"],
    ],
  ])('is refused, with nothing done, where %s stands on it', async (_, statement, mend) => {
    const batch = await bulk(
      "INSERT INTO work_items (reference) VALUES ('stood-on')",
      "INSERT INTO queues (reference, queue_name, moved_at) VALUES ('stood-on', 'test', '2026-01-02')",
    );
    await query(statement);
    const before = await board();
    expect(await refusal(undo(batch))).toBe('REMOVAL_REFUSED');
    expect(await board()).toEqual(before);
    for (const each of mend) await query(each);
    if (mend.length > 0) expect(await refusal(undo(batch))).toBe('done');
    else await query("DELETE FROM work_items WHERE reference = 'stood-on'");
  });

  test('is refused where an item was deleted for good since, or its log was changed past the triggers', async () => {
    const enter = (reference: string) =>
      bulk(
        `INSERT INTO work_items (reference) VALUES ('${reference}')`,
        `INSERT INTO queues (reference, queue_name, moved_at) VALUES ('${reference}', 'test', '2026-01-02')`,
      );
    await enter('gone');
    const leaving = await bulk("DELETE FROM queues WHERE reference = 'gone'");
    await query("DELETE FROM work_items WHERE reference = 'gone'");
    expect(await refusal(undo(leaving))).toBe('REMOVAL_REFUSED');

    const batch = await enter('changed');
    await query(
      "UPDATE item_state s JOIN work_items w ON w.id = s.item_id SET s.chain_hash = NULL WHERE w.reference = 'changed'",
    );
    expect(await refusal(undo(batch))).toBe('REMOVAL_REFUSED');
    await query(
      `UPDATE item_state s JOIN work_items w ON w.id = s.item_id
       SET s.chain_hash = (SELECT a.chain_hash FROM audit_log a WHERE a.item_id = w.id) WHERE w.reference = 'changed'`,
    );
    await undo(batch);
  });

  test('is refused where the transaction does not see a later move, and where items name each other in a circle', async () => {
    const batch = await bulk(
      "INSERT INTO work_items (reference) VALUES ('round-1'), ('round-2')",
      "INSERT INTO queues (reference, queue_name, moved_at) VALUES ('round-1', 'test', '2026-01-02'), ('round-2', 'test', '2026-01-02')",
    );
    await query("UPDATE work_items SET defect_of = 'round-2' WHERE reference = 'round-1'");
    await query("UPDATE work_items SET parent = 'round-1' WHERE reference = 'round-2'");
    const before = await board();
    expect(await refusal(undo(batch))).toBe('REMOVAL_REFUSED');
    expect(await board()).toEqual(before);
    await query('UPDATE work_items SET defect_of = NULL, parent = NULL');

    await query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    await move(database.pool, 'round-1', 'uat');
    await query('CALL list_batch_removal(?)', [batch]);
    await query('CALL begin_bulk()');
    expect(await refusal(query("CALL remove_history('{}')"))).toBe('REMOVAL_REFUSED');
    await query('ROLLBACK');
    expect(await refusal(undo(batch))).toBe('REMOVAL_REFUSED');
    await query("DELETE FROM work_items WHERE reference LIKE 'round-%'");
  });

  test('is made right again in each stream that a batch was in', async () => {
    for (const stream of ['left', 'right']) {
      await query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
      await query(
        "INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES (?, 'in', -1, 'backlog')",
        [stream],
      );
      await query('INSERT INTO work_items (value_stream, reference) VALUES (?, ?)', [stream, `of-${stream}`]);
    }
    const before = await board();
    const row = (to: string, at: string) => `
      INSERT INTO audit_log (occurred_at, reference, from_queue, from_queue_id, to_queue, to_queue_id, value_stream_id, item_id, actor, source)
      SELECT '${at}', w.reference, IF(${to}, NULL, 'in'), IF(${to}, NULL, l.id), IF(${to}, 'in', NULL), IF(${to}, l.id, NULL), v.id, w.id, 'x', 'import'
      FROM work_items w JOIN value_streams v ON v.name = w.value_stream JOIN wip_limits l ON l.value_stream = v.name
      WHERE w.reference LIKE 'of-%'`;
    const batch = await bulk(row('TRUE', '2026-01-02'), row('FALSE', '2026-01-03'));
    expect(
      await query(
        "SELECT COUNT(*) AS n FROM visits v JOIN work_items w ON w.id = v.item_id WHERE w.reference LIKE 'of-%'",
      ),
    ).toEqual([{ n: 2 }]);
    await undo(batch);
    expect(await board()).toEqual(before);
    expect(await drift(database.pool)).toEqual([]);
  });

  test('goes back batch by batch, the last one first, and each once', async () => {
    const before = await board();
    const first = await bulk(
      "INSERT INTO work_items (reference) VALUES ('twice')",
      "INSERT INTO queues (reference, queue_name, moved_at) VALUES ('twice', 'test', '2026-01-02')",
    );
    const between = await board();
    const second = await bulk("UPDATE queues SET queue_name = 'uat' WHERE reference = 'twice'");
    expect(await refusal(undo(first))).toBe('REMOVAL_REFUSED');
    await undo(second);
    expect(await board()).toEqual(between);
    await undo(first);
    expect(await board()).toEqual(before);
    expect(await refusal(undo(first))).toBe('REMOVAL_REFUSED');
    expect(await refusal(undo(987_654))).toBe('REMOVAL_REFUSED');
  });

  test('is refused outside of a transaction and of bulk work, and lets no other row of the log go', async () => {
    const batch = await bulk(
      "INSERT INTO work_items (reference) VALUES ('alone')",
      "INSERT INTO queues (reference, queue_name, moved_at) VALUES ('alone', 'test', '2026-01-02')",
    );
    expect(await refusal(query('CALL list_batch_removal(?)', [batch]))).toBe('REMOVAL_REFUSED');
    await connection.beginTransaction();
    await query('CALL list_batch_removal(?)', [batch]);
    expect(await refusal(query("CALL remove_history('{}')"))).toBe('BULK_REFUSED');
    expect(await refusal(query("DELETE FROM audit_log WHERE reference = 'live'"))).toBe('AUDIT_APPEND_ONLY');
    await connection.rollback();
    expect(await refusal(query("DELETE FROM audit_log WHERE reference = 'alone'"))).toBe('AUDIT_APPEND_ONLY');
    expect(await query('SELECT * FROM history_removals')).toEqual([]);
    // Listed and committed, nothing goes either: config_history does not say so.
    await connection.beginTransaction();
    await query('CALL list_batch_removal(?)', [batch]);
    await connection.commit();
    expect(await refusal(query("DELETE FROM audit_log WHERE reference = 'alone'"))).toBe('AUDIT_APPEND_ONLY');
    await undo(batch);
  });

  test('takes a stream with all that hangs on its items, and nothing of another stream', async () => {
    const before = await board();
    await query("INSERT INTO value_streams (name) VALUES ('shop')");
    await query(
      "INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ('shop', 'in', -1, 'backlog'), ('shop', 'out', -1, 'delivered')",
    );
    await query(
      `INSERT INTO work_items (value_stream, reference, assignee) VALUES ('shop', 's1', 'ada'), ('shop', 's2', 'ada'), ('shop', 's3', NULL)`,
    );
    await query("INSERT INTO queues (reference, queue_name) VALUES ('s1', 'in'), ('s2', 'in')");
    await query("UPDATE work_items SET parent = 's1', dependency = 's1' WHERE reference = 's2'");
    await query("UPDATE work_items SET defect_of = 's2' WHERE reference = 's3'");
    await query("UPDATE work_items SET blocked_reason = 'ill' WHERE reference = 's2'");
    await query("INSERT INTO dependencies (reference, depends_on) VALUES ('s1', 'live'), ('s2', 'live')");
    await query("INSERT INTO comments (reference, body) VALUES ('s1', 'hello')");
    await move(connection, 's1', 'out');
    await query("DELETE FROM work_items WHERE reference = 's3'");
    await query("UPDATE work_items SET parent = 's1' WHERE reference = 'live'");
    expect(await refusal(remove('list_stream_removal', 'shop', { value_stream: 'shop' }))).toBe(
      'REMOVAL_REFUSED',
    );
    await query("UPDATE work_items SET parent = NULL WHERE reference = 'live'");
    await remove('list_stream_removal', 'shop', { value_stream: 'shop' });
    await query("DELETE FROM wip_limits WHERE value_stream = 'shop'");
    await query("DELETE FROM value_streams WHERE name = 'shop'");
    const after = await board();
    // What was done and said stays: the history of fields, mails and their events.
    const said = ['field_history', 'outbox_events', 'work_items'];
    for (const [table, rows] of Object.entries(before))
      if (!said.includes(table))
        expect([table, (after as Record<string, unknown>)[table]]).toEqual([table, rows]);
    expect(await query("SELECT reference FROM work_items WHERE reference LIKE 's_'")).toEqual([]);
    expect(await drift(database.pool)).toEqual([]);
  });
});
