import { createBoard, drift, move, testDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What a session can pretend: another time, another zone, both. Instants in seconds, one in the hour a clock change repeats. */
const pretences = [
  'timestamp = 1',
  'timestamp = 2145916800.5',
  "time_zone = '+13:00'",
  "time_zone = '-12:00', timestamp = 1792897200",
  "time_zone = 'SYSTEM', timestamp = 1792900800",
];

describe.each(testDatabases())('the clock on $name', (server) => {
  const database = boardTest(server);
  let session: PoolConnection;

  beforeAll(async () => {
    await createBoard(database.pool);
    session = await database.pool.getConnection();
  });
  afterAll(() => session.destroy());

  async function newest(sql: string): Promise<number[]> {
    const [rows] = await database.pool.query<RowDataPacket[]>(sql);
    return Object.values(rows[0] ?? {}).map(Number);
  }

  test.each(pretences)(
    'writes the time of the server into every row, even after SET %s',
    async (pretence) => {
      const [from] = await newest('SELECT UTC_TIMESTAMP(6) AS now');
      const name = `item ${pretences.indexOf(pretence)}`;
      await session.query(`SET ${pretence}`);
      const [[before]] = await session.query<RowDataPacket[]>('SELECT @@time_zone AS zone');
      await session.query('INSERT INTO work_items (reference, assignee) VALUES (?, "ada")', [name]);
      await session.query('INSERT INTO queues (reference, queue_name) VALUES (?, "development")', [name]);
      await session.query(
        'UPDATE work_items SET priority = 9, blocked_reason = "waits" WHERE reference = ?',
        [name],
      );
      await move(session, name, 'test');
      await session.query('DELETE FROM queues WHERE reference = ?', [name]);
      const [[after]] = await session.query<RowDataPacket[]>('SELECT @@time_zone AS zone');
      await session.query("SET timestamp = DEFAULT, time_zone = '+00:00'");
      const [until] = await newest('SELECT UTC_TIMESTAMP(6) AS now');

      const instants = await newest(`SELECT
      (SELECT MIN(occurred_at) FROM audit_log WHERE reference = '${name}') AS first_move,
      (SELECT MAX(occurred_at) FROM audit_log WHERE reference = '${name}') AS last_move,
      (SELECT MAX(occurred_at) FROM field_history WHERE reference = '${name}') AS field,
      (SELECT MAX(blocked_at) FROM blocked_intervals WHERE reference = '${name}') AS blocked,
      (SELECT MAX(created_at) FROM outbox_events WHERE payload LIKE '%${name}%') AS told,
      (SELECT date_logged FROM work_items WHERE reference = '${name}') AS logged,
      (SELECT created_at FROM work_items WHERE reference = '${name}') AS created,
      (SELECT updated_at FROM work_items WHERE reference = '${name}') AS updated`);
      expect(instants).toHaveLength(8);
      for (const instant of instants) {
        expect(instant).toBeGreaterThanOrEqual(from as number);
        expect(instant).toBeLessThanOrEqual(until as number);
      }
      expect(after).toEqual(before);
      expect(await drift(database.pool)).toEqual([]);
    },
  );

  test('says the same instant as the server to sessions in different zones', async () => {
    const [[row]] = await session.query<RowDataPacket[]>(
      'SELECT ABS(TIMESTAMPDIFF(MICROSECOND, clock_utc(), UTC_TIMESTAMP(6))) AS apart',
    );
    expect(row?.apart).toBeLessThan(1_000_000);
  });
});
