import {
  createTestDatabase,
  readerDatabases,
  type TestDatabase,
  writePastTriggers,
} from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../testing/app-under-test.ts';

const RANGE = { from: '2026-11-01', to: '2026-11-30' };

interface Row {
  reference: string;
  deadline: string;
  dueIsDay: boolean;
  lateByMs: number;
}
interface Sla {
  total: Record<string, number>;
  worst: { misses: Row[]; open: Row[] };
}

describe.each(readerDatabases())('due dates that are days, in the API on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    await run("UPDATE value_streams SET time_zone = 'America/New_York'");
    await run("INSERT INTO wip_limits (queue_name) VALUES ('backlog'), ('production')");
    const due: [string, string][] = [
      ['hit', '2026-11-20'],
      ['miss', '2026-11-18'],
      ['instant', '2026-11-20 14:00:00'],
      ['open', '2026-11-19'],
    ];
    for (const [reference, date] of due) {
      await run('INSERT INTO work_items (reference, date_due) VALUES (?, ?)', [reference, date]);
      await run("INSERT INTO queues (reference, queue_name) VALUES (?, 'backlog')", [reference]);
      if (reference !== 'open')
        await run("UPDATE queues SET queue_name = 'production' WHERE reference = ?", [reference]);
    }
    // Ten in the morning in New York.
    await run("UPDATE item_flow SET entered_at = '2026-11-02'");
    await run("UPDATE visits SET entered_at = '2026-11-02' WHERE left_at IS NULL");
    await run("UPDATE item_flow SET finished_at = '2026-11-20 15:00:00' WHERE finished_at IS NOT NULL");
    api = appUnderTest(database.url);
    api.setNow(Date.parse('2026-11-20T05:00Z') * 1000);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  const hour = 3_600_000;

  test.each(['America/New_York', 'Asia/Tokyo'])(
    'last to their end in the zone of the stream, whichever is asked for: %s',
    async (timeZone) => {
      const { total, worst } = await api.ask<Sla>('/v1/sla', { ...RANGE, timeZone, worst: '10' });
      expect(total).toMatchObject({ hits: 1, misses: 2 });
      expect(
        worst.misses.map(({ reference, deadline, dueIsDay, lateByMs }) => ({
          reference,
          deadline,
          dueIsDay,
          lateByMs,
        })),
      ).toEqual([
        { reference: 'miss', deadline: '2026-11-18', dueIsDay: true, lateByMs: 34 * hour + 0.001 },
        { reference: 'instant', deadline: '2026-11-20T14:00:00.000000Z', dueIsDay: false, lateByMs: hour },
      ]);
      expect(worst.open).toMatchObject([
        { reference: 'open', deadline: '2026-11-19', dueIsDay: true, lateByMs: 0.001 },
      ]);
    },
  );

  test('are days in the CSV too', async () => {
    const response = await api.app.request(
      `/v1/sla?${new URLSearchParams({ ...RANGE, format: 'csv', rows: 'misses' })}`,
    );
    const [head, miss, instant] = (await response.text()).split('\r\n');
    expect(head).toContain('deadline,deadlineLocal,dueIsDay,decidedBy');
    expect(miss).toContain(',2026-11-18,2026-11-18,true,dueDate,');
    expect(instant).toContain(',2026-11-20T14:00:00.000000Z,2026-11-20 09:00,false,dueDate,');
  });

  test('are days of an item', async () => {
    const due = async (reference: string) => {
      const { dueAt, dueIsDay } = await api.ask<{ dueAt: string; dueIsDay: boolean }>(
        `/v1/work-items/${reference}`,
      );
      return [dueAt, dueIsDay];
    };
    expect(await due('hit')).toEqual(['2026-11-20', true]);
    expect(await due('instant')).toEqual(['2026-11-20T14:00:00.000000Z', false]);
    await run("UPDATE work_items SET date_due = NULL WHERE reference = 'hit'");
    expect(await due('hit')).toEqual([null, false]);
    await run("UPDATE work_items SET date_due = '2026-11-20' WHERE reference = 'hit'");
  });

  test('a date that is none costs only its own item its verdict, and no answer', async () => {
    for (const date of ['0000-00-00', '2026-02-30']) {
      await writePastTriggers(
        database.pool,
        'work_items',
        `UPDATE work_items SET date_due = '${date}' WHERE reference = 'hit'`,
      );
      await writePastTriggers(
        database.pool,
        'queues',
        `UPDATE queues SET moved_at = '${date}' WHERE reference = 'open'`,
      );
      expect((await api.ask<Sla>('/v1/sla', RANGE)).total).toMatchObject({
        hits: 0,
        misses: 2,
        withoutSla: 1,
      });
      expect(await api.ask('/v1/work-items/hit')).toMatchObject({ dueAt: null, dueIsDay: false });
      const { queues } = await api.ask<{ queues: { name: string; currentWip: number; oldest: unknown }[] }>(
        '/v1/queues',
      );
      expect(queues[0]).toMatchObject({ name: 'backlog', currentWip: 1, oldest: null });
    }
    await writePastTriggers(
      database.pool,
      'item_flow',
      "UPDATE item_flow SET entered_at = '0000-00-00' WHERE reference = 'miss'",
    );
    expect((await api.ask<Sla>('/v1/sla', RANGE)).total).toMatchObject({
      finished: 2,
      misses: 1,
      withoutSla: 1,
    });
    await api.ask('/v1/lead-time', RANGE);
    await api.ask('/v1/work-items/miss');
    await writePastTriggers(
      database.pool,
      'holidays',
      "INSERT INTO holidays (day) VALUES ('0000-00-00'), ('2026-02-30')",
    );
    await api.ask('/v1/sla', RANGE);
  });

  test('a log that is ahead of the clock lasts no less than nothing', async () => {
    await run("UPDATE visits SET entered_at = '2037-01-01' WHERE left_at IS NULL");
    const { visits } = await api.ask<{ visits: { durationMs: number }[] }>('/v1/work-items/open');
    expect(visits.map(({ durationMs }) => durationMs)).toEqual([0]);
  });
});
