import {
  type Company,
  type CostExemption,
  createCompany,
  createTestDatabase,
  readerDatabases,
  rememberStatistics,
  renewStatistics,
  smallCompany,
  statementCosts,
  type TestDatabase,
  tooCostly,
} from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';

/** Beside the stream. A path that is not here is asked with the stream alone, so that no new one is forgotten. */
const more: Readonly<Record<string, readonly Record<string, string>[]>> = {
  '/v1/cumulative-flow': [
    {},
    { type: 'story' },
    { interval: 'hour' },
    { interval: 'month' },
    { policy: 'occupancy' },
  ],
  '/v1/lead-time': [
    {},
    { cells: '120x50' },
    { startQueue: 'ready', endQueue: 'test' },
    { dayCount: 'inclusive' },
    { type: 'story' },
    { at: '2026-01-01T00:00:00Z', compareWith: 'previous' },
  ],
  '/v1/throughput': [{}, { splitBy: 'assignee' }, { compareWith: 'lastYear' }],
  '/v1/lead-time/items': [{}, { limit: '20' }, { sort: 'longest' }, { format: 'csv' }],
  '/v1/sla': [{}, { worst: '200' }],
  '/v1/sla/items': [{}, { sort: 'latest' }, { rows: 'open' }],
  '/v1/sla/budget/items': [{}, { rows: 'decisions' }],
  '/v1/forecast/how-many': [{}, { include: 'calibration' }],
  '/v1/forecast/when': [{ items: '20' }],
  '/v1/process-behaviour': [{ family: 'throughput,cycleTime' }],
  '/v1/forecast/backtest': [{}],
  '/v1/queues': [{}, { at: '2026-01-01T00:00:00Z' }],
  '/v1/ageing': [{}, { compareWith: 'previous' }],
  '/v1/audit-log': [{}, { limit: '20' }, { reference: 'REFERENCE' }, { format: 'csv' }],
};

const exemptions: readonly CostExemption[] = [
  {
    sql: /FROM stream_states t +ORDER BY/,
    why: 'the state of every stream: a row for each of its queues, and for each connection that wrote lately',
    most: ({ returned }) => 45 * returned,
  },
  {
    sql: /FROM \(SELECT queue_id, MAX\(interval_start\) AS last FROM flow_counts FORCE INDEX/,
    why: 'scans the quarter hours of a day in which a queue changed, 96 at most, and MySQL may read them again to group them: a seek costs as much',
    most: ({ returned }) => 100 + 200 * returned,
  },
  {
    sql: /from `item_flow` as `f` FORCE INDEX \(PRIMARY\) where `f`.`item_id` in/,
    why: 'a tenth of a small table is read by a scan of it, whatever index is forced; a large one is sought',
    most: ({ returned }) => 10 * returned,
  },
  {
    sql: /from `(blocked_intervals|dependencies)` as `.` FORCE INDEX .* where (`item_id`|`d`\.`reference`) in/,
    why: 'seeks once for each of a thousand items: most were never blocked, and wait for none',
    most: ({ returned }) => 1_000 + 6 * returned,
  },
  {
    sql: /^select count\(\*\) as `items` from `item_flow`/,
    why: 'counts the items in progress: all open ones, however few are committed',
    most: () => 1_000,
  },
  {
    sql: /^select `s`.`name`, `s`.`time_zone` as `timeZone`, \(select count/,
    why: 'counts the queues of each stream, eight here',
    most: ({ returned }) => 25 * returned,
  },
  {
    sql: /from `blocked_intervals` as `b` FORCE INDEX \(`blocked_intervals_item`\) where `item_id` in/,
    why: 'looks for the blocks of each item of a chunk, most of which never had one',
    most: ({ returned }) => returned + 1_000,
  },
];

describe.each(readerDatabases())('among a hundred streams on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;
  let company: Company;
  let believeInOldStatistics: () => Promise<void>;

  beforeAll(async () => {
    database = await createTestDatabase(server);
    company = await createCompany(database.pool, smallCompany, async () => {
      believeInOldStatistics = await rememberStatistics(database.pool);
    });
    api = appUnderTest(database.url);
  }, 600_000);
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  describe.each([
    ['statistics of now', () => renewStatistics(database.pool)],
    ['statistics from when there was one stream', () => believeInOldStatistics()],
  ])('with %s', (_, setStatistics) => {
    beforeAll(async () => {
      await setStatistics();
      // Tables that are opened for the first time are read of in the server's own.
      await askAll(company.quiet);
    });

    test.each(['quiet', 'small', 'big'] as const)(
      'no answer for a %s stream reads many more rows than it holds',
      async (kind) => {
        const { quiet, small, big } = company;
        const stream = { quiet, small: small[0] as string, big: big[0] }[kind];
        const costs = await statementCosts(() => askAll(stream));
        expect(costs.length).toBeGreaterThan(30);
        expect(tooCostly(costs, exemptions)).toEqual([]);
      },
    );

    test('that a client knows an answer is found by one read of few rows', async () => {
      const { paths } = await api.ask<{ paths: Record<string, object> }>('/openapi.json');
      const stream = company.big[0] as string;
      const costly: unknown[] = [];
      let known = 0;
      for (const path of Object.keys(paths)) {
        for (const options of more[path] ?? [{}]) {
          const etag = (await ask(path, stream, options)).headers.get('ETag');
          if (etag === null || path.includes('{reference}')) continue;
          let status = 0;
          const costs = await statementCosts(async () => {
            ({ status } = await ask(path, stream, options, { 'If-None-Match': etag }));
          });
          const read = costs.reduce((sum, cost) => sum + cost.read, 0);
          // The list of streams looks at each of them.
          const most = path === '/v1/value-streams' ? 5_000 : 60;
          // A minute may have ended in between.
          if (status === 304) known++;
          if (status === 304 && (costs.length > 1 || read > most)) costly.push([path, options, costs]);
        }
      }
      expect(costly).toEqual([]);
      expect(known).toBeGreaterThan(25);
    });
  });

  test('an answer that nobody has begins with one read of its stream', async () => {
    const { paths } = await api.ask<{ paths: Record<string, object> }>('/openapi.json');
    const stream = company.big[0] as string;
    const reads: Record<string, number> = {};
    for (const path of Object.keys(paths)) {
      // Those are about every stream.
      if (!path.startsWith('/v1/') || path.includes('{') || path === '/v1/value-streams') continue;
      if (path === '/v1/changes/stream') continue;
      const costs = await statementCosts(() => ask(path, stream, (more[path] ?? [{}])[0] ?? {}));
      reads[path] = costs.filter(({ sql }) => /stream_states|FROM value_streams/.test(sql)).length;
    }
    expect(Object.keys(reads).length).toBeGreaterThan(20);
    expect(Object.entries(reads).filter(([, times]) => times !== 1)).toEqual([]);
  });

  test('the exemptions are of what is open, and no more', async () => {
    const [[row]] = await database.pool.query<RowDataPacket[]>(
      `SELECT MAX(items) AS items FROM (
         SELECT COUNT(*) AS items FROM item_flow WHERE finished_at IS NULL AND dropped_at IS NULL GROUP BY value_stream_id) open`,
    );
    expect(row?.items).toBeLessThan(500);
  });

  async function askAll(stream: string): Promise<void> {
    const { paths } = await api.ask<{ paths: Record<string, object> }>('/openapi.json');
    for (const path of Object.keys(paths))
      for (const options of more[path] ?? [{}]) await ask(path, stream, options);
  }

  async function ask(
    path: string,
    stream: string,
    options: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const reference = `${stream}-5`;
    const asked = Object.entries(options).map(([name, value]) => [
      name,
      value === 'REFERENCE' ? reference : value,
    ]);
    const query = { ...(path.startsWith('/v1/') && { stream }), ...Object.fromEntries(asked) };
    const address = path.replace('{reference}', reference);
    const takesNoStream = address === '/v1/value-streams' || path.includes('{reference}');
    const response = await api.app.request(addressOf(address, takesNoStream ? {} : query), { headers });
    // That one goes on for as long as it is read.
    const text = path === '/v1/changes/stream' ? await firstPiece(response) : await response.text();
    if (response.status !== 200 && response.status !== 304)
      throw new Error(`${address}: ${response.status} ${text}`);
    return response;
  }
});

async function firstPiece(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}
