import {
  createCompany,
  rememberStatistics,
  renewStatistics,
  type StatementCost,
  serviceDatabases,
  statementCosts,
  tooCostly,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { flagSlas } from './flag-slas.ts';
import { keepHouse } from './keep-house.ts';

/** What a move reads, with all triggers, and what finds the next card: not the queue up to there, nor the items of others. */
const PER_MOVE = 300;
/** The card, its defects and once more. */
const PER_CARD = 4;

describe.each(serviceDatabases())('housekeeping among many streams on $name', (server) => {
  const database = boardTest(server);
  let believeInOldStatistics: () => Promise<void>;

  beforeAll(async () => {
    await createCompany(
      database.pool,
      { streams: 45, itemsOfSmall: 10, itemsOfBig: 500, days: 90 },
      async () => {
        believeInOldStatistics = await rememberStatistics(database.pool);
      },
    );
  }, 300_000);

  test.each([
    ['statistics of now', () => renewStatistics(database.pool), 60],
    ['statistics from when there was one stream', () => believeInOldStatistics(), 40],
  ])(
    'completing delivered cards reads the same for each, wherever it is in the queue, with %s',
    async (_, setStatistics, days) => {
      const { pool } = database;
      await setStatistics();
      await pool.query(
        "INSERT INTO settings (name, value) VALUES ('complete_after_days', ?) ON DUPLICATE KEY UPDATE value = VALUES(value)",
        [days],
      );
      const aged = `SELECT SUM(count_aged_cards(name, 'live', UTC_TIMESTAMP(6) - INTERVAL ${days} DAY, TRUE)) AS cards FROM value_streams`;
      let cards = 0;
      const [counting] = await statementCosts(async () => {
        const [[row]] = await pool.query<RowDataPacket[]>(aged);
        cards = row?.cards;
      });
      expect(cards).toBeGreaterThan(100);
      expect(counting?.read).toBeLessThan(PER_CARD * cards + 1_000);

      const costs = await statementCosts(() => keepHouse(pool, 'complete_delivered_items'));
      const [[left]] = await pool.query<RowDataPacket[]>(aged);
      expect(left?.cards).toBe(0);
      expect(costs.map(({ read }) => read < PER_MOVE * cards)).toEqual([true]);
    },
    300_000,
  );

  test.each([
    ['statistics of now', () => renewStatistics(database.pool)],
    ['statistics from when there was one stream', () => believeInOldStatistics()],
  ])(
    'a sweep of SLAs reads the open items of each stream and no others, with %s',
    async (_, setStatistics) => {
      await setStatistics();
      await flagSlas(database.pool);
      const costs = await statementCosts(() => flagSlas(database.pool));
      expect(costs.length).toBeGreaterThan(45);
      const exempt = [
        {
          sql: /^SELECT f\.item_id, f\.reference/,
          why: 'of each item also its flags, and when an import brought it',
          most: ({ returned }: StatementCost) => 100 + 15 * returned,
        },
      ];
      expect(tooCostly(costs, exempt)).toEqual([]);
    },
  );
});
