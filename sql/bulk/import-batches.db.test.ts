import { refusalOf } from '@kanban/schema';
import { createBoard, enter, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('history that is imported on $name', (server) => {
  const database = boardTest(server);
  let connection: PoolConnection;
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'live');
  });
  beforeEach(async () => {
    connection = await database.pool.getConnection();
  });
  afterEach(() => connection.destroy());

  const query = async (sql: string, values: unknown[] = []) =>
    (await connection.query<RowDataPacket[]>(sql, values))[0];
  const batches = () => query('SELECT * FROM import_batches ORDER BY id');
  const code = (statement: string) =>
    query(statement).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error,
    );
  const insertLog = (reference: string, more = '', value = '') =>
    query(
      `INSERT INTO audit_log (occurred_at, reference, to_queue, value_stream_id, item_id, to_queue_id, actor, source${more})
       SELECT '2026-01-02 10:00:00', w.reference, 'uat', 1, w.id, l.id, 'ada of the old tool', 'import'${value}
       FROM work_items w JOIN wip_limits l ON l.queue_name = 'uat' WHERE w.reference = ?`,
      [reference],
    );
  const bulk = async (reference: string, work: () => Promise<unknown>) => {
    await query("SET @kanban_reason = 'old-tool.csv'");
    await query('CALL begin_bulk()');
    await query('INSERT INTO work_items (reference) VALUES (?)', [reference]);
    await work();
    await query('CALL end_bulk()');
  };

  test('every row of it knows its batch, which says who, from where, when it was recorded and how much', async () => {
    const [[before]] = await connection.query<RowDataPacket[]>('SELECT clock_utc() AS at');
    await bulk('a', async () => {
      await insertLog('a');
      await query('INSERT INTO work_items (reference) VALUES (?)', ['b']);
      await query("INSERT INTO queues (reference, queue_name, moved_at) VALUES ('b', 'test', '2026-01-03')");
      await query("DELETE FROM queues WHERE reference = 'live'");
    });
    const [batch] = (await batches()) as [RowDataPacket];
    expect(batch).toMatchObject({
      actor: 'root@localhost',
      login: 'root@localhost',
      origin: 'old-tool.csv',
      audit_rows: 3,
    });
    expect(batch.started_at).toBeGreaterThanOrEqual(before?.at);
    expect(batch.recorded_at).toBeGreaterThanOrEqual(batch.started_at);
    const imported = 'SELECT COUNT(*) AS n, MAX(id) AS last_id FROM audit_log WHERE batch_id = ?';
    expect(await query(imported, [batch.id])).toEqual([{ n: 3, last_id: batch.last_audit_id }]);
    await move(connection, 'b', 'uat');
    expect(
      await query('SELECT source, batch_id, login FROM audit_log WHERE reference IN (?) ORDER BY id', [
        ['b', 'live'],
      ]),
    ).toEqual([
      { source: 'sql', batch_id: null, login: 'root@localhost' },
      { source: 'import', batch_id: batch.id, login: 'root@localhost' },
      { source: 'import', batch_id: batch.id, login: 'root@localhost' },
      { source: 'sql', batch_id: null, login: 'root@localhost' },
    ]);
    const broken = 'SELECT id FROM audit_log_chain WHERE NOT (chain_hash <=> expected_hash)';
    expect(await query(broken)).toEqual([]);
  });

  test('nobody puts a row into the batch of somebody else, or writes another login', async () => {
    const [old] = await batches();
    await query("INSERT INTO work_items (reference) VALUES ('outside')");
    await insertLog('outside', ', batch_id, login', `, ${old?.id}, 'mallory@localhost'`);
    const rowOf = 'SELECT batch_id, login FROM audit_log WHERE reference = ?';
    expect(await query(rowOf, ['outside'])).toEqual([{ batch_id: null, login: 'root@localhost' }]);
    await bulk('inside', () => insertLog('inside', ', batch_id, login', `, ${old?.id}, NULL`));
    const [row] = await query(rowOf, ['inside']);
    expect(row?.login).toBe('root@localhost');
    expect(row?.batch_id).toBeGreaterThan(old?.id);
  });

  test('bulk work that writes nothing to the log leaves no batch', async () => {
    const before = await batches();
    await query('CALL begin_bulk()');
    expect(await batches()).toHaveLength(before.length + 1);
    await query("UPDATE wip_limits SET kind = 'buffer' WHERE queue_name = 'triage'");
    await query('CALL end_bulk()');
    expect(await batches()).toEqual(before);
  });

  test('a batch stays as it is once it has ended', async () => {
    expect(await batches()).not.toEqual([]);
    expect(await code("UPDATE import_batches SET recorded_at = '2020-01-01'")).toBe('HISTORY_APPEND_ONLY');
    expect(await code('DELETE FROM import_batches')).toBe('HISTORY_APPEND_ONLY');
  });
});
