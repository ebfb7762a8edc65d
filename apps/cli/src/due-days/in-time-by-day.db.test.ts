import {
  createBoard,
  createTestDatabase,
  enter,
  move,
  type TestDatabase,
  testDatabases,
} from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { describeChangedVerdicts, dueDaysMigration } from './in-time-by-day.ts';

describe.each(testDatabases())(
  'items whose verdict changed when due dates became days, on $name',
  (server) => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await createTestDatabase(server);
      await createBoard(database.pool);
      await run("UPDATE value_streams SET time_zone = 'America/New_York'");
      const due: [string, string | null, string][] = [
        ['at ten that day', '2026-11-20', '2026-11-20 15:00:00'],
        ['at its end', '2026-11-20', '2026-11-21 04:59:59.999999'],
        ['behind it', '2026-11-20', '2026-11-21 05:00:00'],
        ['long before', '2026-11-20', '2026-11-02 05:00:00'],
        ['an instant', '2026-11-20 00:00:00.000001', '2026-11-20 15:00:00'],
        ['without', null, '2026-11-20 15:00:00'],
      ];
      for (const [reference, date, finished] of due) {
        await enter(database.pool, 'backlog', reference);
        await move(database.pool, reference, 'production');
        await run('UPDATE work_items SET date_due = ? WHERE reference = ?', [date, reference]);
        await run('UPDATE item_flow SET finished_at = ? WHERE reference = ?', [finished, reference]);
      }
      await enter(database.pool, 'backlog', 'open today');
      await run("UPDATE work_items SET date_due = UTC_DATE() WHERE reference = 'open today'");
    });
    afterAll(() => database.drop());

    const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
    const environment = () => ({ DATABASE_URL: database.url });

    test('kanban sla days lists only items that would be late if the day ended at midnight UTC', async () => {
      const { code, stdout } = await runCli(['sla', 'days'], environment());
      expect(code).toBe(0);
      expect(
        stdout
          .trimEnd()
          .split('\n')
          .filter((line) => !line.includes('open today')),
      ).toEqual([
        'main\tat ten that day\t2026-11-20\t2026-11-20T15:00:00.000000Z',
        'main\tat its end\t2026-11-20\t2026-11-21T04:59:59.999999Z',
      ]);
      expect(stdout).toMatch(/^main\topen today\t\d{4}-\d\d-\d\d\topen$/m);
    });

    test('the migration that introduces the rule reports them once', async () => {
      const told = async () => (await runCli(['migrate', '--no-roles'], environment())).stdout;
      expect(await told()).not.toContain('in time now');
      await run('DELETE FROM schema_migrations WHERE name = ?', [dueDaysMigration]);
      // The rebuild after it overwrites the changes of this file to item_flow, so one item is left.
      expect(await told()).toMatch(
        /^1 item in time now, and late before: .*\n {2}open today \(\d{4}-\d\d-\d\d\)$/m,
      );
      expect(await told()).not.toContain('in time now');
    });

    test('of many items the report names the first twenty, their number and the command that lists all', () => {
      const many = Array.from({ length: 1234 }, (_, n) => ({
        stream: 'main',
        reference: `J${n}`,
        day: '2026-11-20',
        finishedAt: 0,
      }));
      const [count, names, all] = describeChangedVerdicts(many);
      expect(count).toMatch(/^1,234 items in time now/);
      expect(names?.match(/J\d+ /g)).toHaveLength(20);
      expect(names).toMatch(/J19 \(2026-11-20\), …$/);
      expect(all).toContain('kanban sla days');
      expect(describeChangedVerdicts([])).toEqual([]);
    });
  },
);
