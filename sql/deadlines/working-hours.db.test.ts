import { refusalOf } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeEach, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('working calendars on $name', (server) => {
  const database = boardTest(server);
  beforeEach(async () => {
    await database.pool.query('DELETE FROM working_hours');
    await database.pool.query(
      "INSERT INTO working_hours (weekday, starts, ends) VALUES (1, '09:00', '12:00'), (1, '13:00', '17:00')",
    );
  });

  const hours = async () => {
    const [rows] = await database.pool.query(
      'SELECT weekday, starts, ends FROM working_hours ORDER BY value_stream, weekday, starts',
    );
    return rows;
  };
  const before = [
    { weekday: 1, starts: '09:00:00', ends: '12:00:00' },
    { weekday: 1, starts: '13:00:00', ends: '17:00:00' },
  ];

  test.each([
    ["(1, '11:59:59', '12:30')", '11:59:59 to 12:30:00 overlaps 09:00:00 to 12:00:00 of weekday 1'],
    ["(1, '08:00', '09:00:01')", '08:00:00 to 09:00:01 overlaps 09:00:00 to 12:00:00 of weekday 1'],
    ["(1, '10:00', '11:00')", '10:00:00 to 11:00:00 overlaps 09:00:00 to 12:00:00 of weekday 1'],
    ["(1, '08:00', '18:00')", '08:00:00 to 18:00:00 overlaps 09:00:00 to 12:00:00 of weekday 1'],
    [
      "(2, '08:00', '10:00'), (2, '09:00', '11:00')",
      '09:00:00 to 11:00:00 overlaps 08:00:00 to 10:00:00 of weekday 2',
    ],
    [
      "(2, '09:00', '09:00')",
      'hours start before they end, from 00:00:00 to 24:00:00, not 09:00:00 to 09:00:00',
    ],
    [
      "(2, '17:00', '09:00')",
      'hours start before they end, from 00:00:00 to 24:00:00, not 17:00:00 to 09:00:00',
    ],
    [
      "(2, '23:00', '24:00:01')",
      'hours start before they end, from 00:00:00 to 24:00:00, not 23:00:00 to 24:00:01',
    ],
    [
      "(2, '-01:00', '09:00')",
      'hours start before they end, from 00:00:00 to 24:00:00, not -01:00:00 to 09:00:00',
    ],
    ["(0, '09:00', '17:00')", 'weekday is 1 (Monday) to 7 (Sunday), not 0'],
    ["(8, '09:00', '17:00')", 'weekday is 1 (Monday) to 7 (Sunday), not 8'],
  ])('hours that make no sense are refused, and nothing changes: %s', async (values, message) => {
    const error = await database.pool
      .query(`INSERT INTO working_hours (weekday, starts, ends) VALUES ${values}`)
      .catch((reason) => reason);
    expect(refusalOf(error)).toEqual({ errno: 9121, code: 'INVALID_CALENDAR', message });
    expect(await hours()).toEqual(before);
  });

  test.each([
    ["UPDATE working_hours SET ends = '13:00:01' WHERE starts = '09:00'", /overlaps/],
    ["UPDATE working_hours SET starts = '12:00' WHERE starts = '09:00'", /start before they end/],
    ['UPDATE working_hours SET weekday = 9', /weekday is 1/],
  ])('and so is a change to such hours: %s', async (statement, message) => {
    const error = await database.pool.query(statement).catch((reason) => reason);
    expect(refusalOf(error)).toMatchObject({
      code: 'INVALID_CALENDAR',
      message: expect.stringMatching(message),
    });
    expect(await hours()).toEqual(before);
  });

  test('hours may touch, last to the end of the day, and be the same on another day or in another stream', async () => {
    await database.pool.query("INSERT INTO value_streams (name) VALUES ('other')");
    await database.pool.query(
      `INSERT INTO working_hours (value_stream, weekday, starts, ends)
       VALUES ('main', 1, '12:00', '13:00'), ('main', 1, '17:00', '24:00'), ('main', 7, '09:00', '12:00'),
         ('other', 1, '10:00', '11:00')`,
    );
    await database.pool.query("UPDATE working_hours SET ends = '23:59:59' WHERE ends = '24:00:00'");
    expect(await hours()).toHaveLength(6);
  });

  test('of two who add overlapping hours at the same time, one can', async () => {
    const connections = [await database.pool.getConnection(), await database.pool.getConnection()];
    const outcomes = await Promise.all(
      connections.map(async (connection, n) => {
        await connection.beginTransaction();
        try {
          await connection.query(
            `INSERT INTO working_hours (weekday, starts, ends) VALUES (3, '09:0${n}', '17:00')`,
          );
          await connection.commit();
          return 'added';
        } catch (error) {
          await connection.rollback();
          // Each may have waited for the other.
          return refusalOf(error)?.code ?? (error as { errno: number }).errno;
        } finally {
          connection.release();
        }
      }),
    );
    expect(outcomes).toContain('added');
    expect(outcomes.some((outcome) => outcome === 'INVALID_CALENDAR' || outcome === 1213)).toBe(true);
    expect(await hours()).toHaveLength(3);
  });
});
