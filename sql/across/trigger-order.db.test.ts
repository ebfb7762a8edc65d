import { testDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';

describe.each(testDatabases())('the triggers of one table and event on $name', (server) => {
  const database = boardTest(server);
  let triggers: RowDataPacket[];
  beforeAll(async () => {
    [triggers] = await database.pool.query<RowDataPacket[]>(
      `SELECT trigger_name AS name, LOWER(CONCAT_WS('_', event_object_table, action_timing, event_manipulation)) AS occasion
       FROM information_schema.triggers WHERE trigger_schema = DATABASE()
       ORDER BY event_object_table, action_timing, event_manipulation, action_order`,
    );
  });

  test('say in their names when they fire, by a number of two digits, and what they do', () => {
    const misnamed = triggers.filter(
      ({ name, occasion }) =>
        !name.startsWith(`${occasion}_`) || !/^[1-9]0_[a-z_]+$/.test(name.slice(occasion.length + 1)),
    );
    expect(misnamed).toEqual([]);
  });

  test('fire in the order of their numbers, none of which is there twice', () => {
    const numbers = Map.groupBy(triggers, ({ occasion }) => occasion as string);
    for (const [occasion, all] of numbers) {
      const found = all.map(({ name }) => Number(name.slice(occasion.length + 1, occasion.length + 3)));
      expect([occasion, found]).toEqual([occasion, [...new Set(found)].toSorted((a, b) => a - b)]);
    }
    expect(Math.max(...[...numbers.values()].map((all) => all.length))).toBeGreaterThan(5);
  });
});
