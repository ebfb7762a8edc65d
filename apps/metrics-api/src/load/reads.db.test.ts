import { DAY, formatInstant, HOUR, type Instant } from '@kanban/domain';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../testing/app-under-test.ts';
import { writeLongHistory } from '../testing/long-history.ts';

const EVERY = 12 * HOUR;
const ENDS_AT: Instant = Date.UTC(2026, 10, 1) * 1000;
/** Both are longer than the 90 days that an outlook is made of. */
const SHORT = 100 * DAY;
const LONG = 300 * DAY;

/** Rows that the server's storage engine handed out since the last call, whatever the plan was. */
async function rowsRead(api: ReturnType<typeof appUnderTest>): Promise<number> {
  const { rows } = await sql<{ Variable_name: string; Value: string }>`
    SHOW SESSION STATUS LIKE 'Handler_read%'`.execute(api.db);
  return rows.reduce((total, row) => total + Number(row.Value), 0);
}

describe.each(readerDatabases())('on $name', (server) => {
  const database = boardTest(server);
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    for (const [stream, length] of Object.entries({ short: SHORT, long: LONG })) {
      await writeLongHistory(database.pool, stream, {
        startsAt: ENDS_AT - length,
        endsAt: ENDS_AT,
        every: EVERY,
      });
    }
    await database.pool.query('ANALYZE TABLE audit_log, item_flow, visits, flow_counts, work_items, queues');
    // One connection, so that its counters are those of the request.
    api = appUnderTest(database.url, {}, { connectionLimit: 1 });
  });
  afterAll(() => api.close());

  test.each([
    ['cumulative-flow', {}],
    ['cumulative-flow', { interval: 'week' }],
    ['lead-time', {}],
    ['lead-time', { startQueue: 'backlog', endQueue: 'done' }],
    ['throughput', {}],
    ['sla', {}],
    ['audit-log', { limit: '50' }],
    ['queues', {}],
  ])('%s %j of the same days reads no more from a log three times as long', async (metric, options) => {
    api.setNow(ENDS_AT);
    const days = { from: formatInstant(ENDS_AT - 8 * DAY), to: formatInstant(ENDS_AT - DAY - 1) };
    const costOf = async (stream: string) => {
      const query = { stream, ...(metric === 'queues' ? {} : days), ...(options as Record<string, string>) };
      const before = await rowsRead(api);
      await api.ask(`/v1/${metric}`, query);
      return (await rowsRead(api)) - before;
    };
    const [short, long] = [await costOf('short'), await costOf('long')];
    expect(short).toBeGreaterThan(0);
    expect(long).toBeLessThan(short * 1.3 + 20);
  });
});
