import { refusalOf } from '@kanban/schema';
import {
  createBoard,
  drift,
  enter,
  move,
  serviceDatabases,
  setSnapshotIsolation,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('the audit log on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
    connection = await database.pool.getConnection();
  });
  afterAll(() => connection.release());

  test.each(['UPDATE audit_log SET to_queue = NULL', 'DELETE FROM audit_log'])(
    'refuses %s',
    async (statement) => {
      const error = await database.pool.query(statement).catch((reason) => reason);
      expect(refusalOf(error)?.code).toBe('AUDIT_APPEND_ONLY');
    },
  );

  const lastRow = async () => {
    const [[row]] = await connection.query<RowDataPacket[]>(
      'SELECT * FROM audit_log ORDER BY id DESC LIMIT 1',
    );
    return row;
  };

  test('says who did it: the session variable, else the login', async () => {
    await move(connection, 'a', 'triage');
    expect((await lastRow())?.actor).toBe('root@localhost');
    await connection.query("SET @kanban_actor = 'ada', @kanban_reason = 'asked by the customer'");
    await move(connection, 'a', 'test');
    expect(await lastRow()).toMatchObject({ actor: 'ada', reason: 'asked by the customer' });
    await connection.query('SET @kanban_actor = NULL, @kanban_reason = NULL');
  });

  test('keeps UTC with microseconds in any zone of the session', async () => {
    await connection.query("SET time_zone = '+05:45', timestamp = 1900000000.123456");
    await move(connection, 'b', 'triage');
    await connection.query("SET time_zone = '+00:00', timestamp = DEFAULT");
    expect((await lastRow())?.occurred_at).toBe(1900000000123456);
  });

  test("never goes back behind an item's last row when the clock is set back", async () => {
    await connection.query('SET timestamp = 1850000000.5');
    await move(connection, 'b', 'test');
    await connection.query("DELETE FROM queues WHERE reference = 'b'");
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('b', 'backlog')");
    await connection.query('SET timestamp = DEFAULT');
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT occurred_at FROM audit_log WHERE reference = 'b' ORDER BY id",
    );
    const instants = rows.map((row) => row.occurred_at);
    expect(instants).toEqual([...instants].sort((x, y) => x - y));
    expect(instants.slice(-3)).toEqual([1900000000123456, 1900000000123456, 1900000000123456]);
  });

  test('never goes back before a removal, even if the connection that puts the card back cannot see it yet', async () => {
    const late = await database.pool.getConnection();
    await setSnapshotIsolation(late, 'OFF');
    await late.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await late.beginTransaction();
    await late.query('SELECT COUNT(*) FROM item_flow');
    await connection.query('SET timestamp = 1910000000.25');
    await connection.query("DELETE FROM queues WHERE reference = 'b'");
    await connection.query('SET timestamp = DEFAULT');
    await late.query("INSERT INTO queues (reference, queue_name) VALUES ('b', 'backlog')");
    await late.commit();
    late.destroy();
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT occurred_at FROM audit_log WHERE reference = 'b' ORDER BY id DESC LIMIT 2",
    );
    expect(rows.map((row) => row.occurred_at)).toEqual([1910000000250000, 1910000000250000]);
    expect(await drift(database.pool)).toEqual([]);
  });

  test("an item's reference and stream stay once it has history", async () => {
    for (const change of ["reference = 'z'", "value_stream = 'main2'"]) {
      const error = await database.pool
        .query(`UPDATE work_items SET ${change} WHERE reference = 'a'`)
        .catch((reason) => reason);
      expect(refusalOf(error)?.code).toBe('IDENTITY_FIXED');
    }
    const error = await database.pool
      .query("UPDATE queues SET reference = 'z' WHERE reference = 'a'")
      .catch((reason) => reason);
    expect(refusalOf(error)?.code).toBe('IDENTITY_FIXED');
  });
});
