import type { AnswerTo } from '@kanban/api';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';

type Blocked = AnswerTo<'/v1/blocked'>;
type Intervals = AnswerTo<'/v1/blocked/intervals'>;

const DAY_MS = 86_400_000;
const days = (ms: number | null | undefined) => (ms === null || ms === undefined ? ms : ms / DAY_MS);

describe.each(readerDatabases())('the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    await database.pool.query("UPDATE work_items SET type = 'defect', assignee = 'ada' WHERE reference = ?", [
      board.referenceOf('D'),
    ]);
    await database.pool.query(
      "UPDATE work_items SET class_of_service = 'expedite', parent = ? WHERE reference = ?",
      [board.referenceOf('A'), board.referenceOf('E')],
    );
    // As somebody else wrote it, after the three others.
    await database.pool.query(
      "UPDATE blocked_intervals SET reason = ' VENDOR ' WHERE reference = ? AND unblocked_at IS NULL",
      [board.referenceOf('E')],
    );
    api = appUnderTest(database.url);
    api.setNow(boardDay(15));
  }, 300_000);
  afterAll(() => api.close());

  const range = { from: '2026-03-02', to: '2026-03-16' };
  type Query = Record<string, string>;
  const ask = (query: Query = {}) =>
    api.ask<Blocked>('/v1/blocked', { stream: board.stream, ...range, ...query });
  const intervals = async (query: Query = {}) => {
    const asked = { stream: board.stream, ...range, ...query };
    const answer = await api.ask<Intervals>('/v1/blocked/intervals', asked);
    return answer.intervals.map(({ reference, durationMs }) => [board.letterOf(reference), days(durationMs)]);
  };

  test('what blocks cost', async () => {
    const { total, finishedItems, queues, matrix } = await ask();
    expect(total).toMatchObject({
      blocks: 4,
      items: 2,
      ended: 3,
      open: 1,
      averageBlocked: 8 / 15,
      reasons: {},
    });
    expect([total.blockedMs, total.meanMs, total.outsideMs].map(days)).toEqual([8, 2, 0]);
    expect(total.shareOfWip).toBeCloseTo(0.137931, 6);
    expect(total.openPercentiles.map(({ durationMs }) => days(durationMs))).toEqual([2, 2, 2, 2]);
    expect(finishedItems).toMatchObject({ items: 6, neverBlocked: 5, blockedMs: 3 * DAY_MS });
    expect(finishedItems.shareOfCycleTime).toBeCloseTo(0.078947, 6);
    expect(queues.map(({ queue, blockedMs }) => [queue, days(blockedMs)])).toEqual([
      ['dev', 7],
      ['test', 1],
    ]);
    expect(matrix.map(({ queue, key, blockedMs }) => [queue, key, days(blockedMs)])).toEqual([
      ['dev', 'vendor', 5],
      ['dev', 'no test data', 2],
      ['test', 'vendor', 1],
    ]);
  });

  test('cluster: reasons that mean the same are one, or each is taken as it was written', async () => {
    const of = async (cluster: string) =>
      (await ask({ cluster })).clusters.map(({ key, blockedMs, share, cumulativeShare }) => [
        key,
        days(blockedMs),
        share,
        cumulativeShare,
      ]);
    expect(await of('normalised')).toEqual([
      ['vendor', 6, 0.75, 0.75],
      ['no test data', 2, 0.25, 1],
    ]);
    expect(await of('exact')).toEqual([
      ['vendor', 4, 0.5, 0.5],
      [' VENDOR ', 2, 0.25, 0.75],
      ['no test data', 2, 0.25, 1],
    ]);
    expect(
      (await ask()).reasons.map(({ reason, items, medianMs }) => [reason, items, days(medianMs)]),
    ).toEqual([
      ['vendor', 2, 1],
      [' VENDOR ', 1, null],
      ['no test data', 1, 2],
    ]);
  });

  test('percentiles and their method', async () => {
    const of = async (query: Query) =>
      (await ask(query)).total.percentiles.map(({ durationMs }) => days(durationMs));
    // 1, 2 and 3 days.
    expect(await of({})).toEqual([2, 3, 3, 3]);
    expect(await of({ percentiles: '20' })).toEqual([1]);
    expect(await of({ percentiles: '25', percentileMethod: 'linear' })).toEqual([1.5]);
  });

  test('another range, another zone, another time', async () => {
    // Days 6 and 7: of D one day more, no other.
    expect((await ask({ from: '2026-03-08', to: '2026-03-09' })).total.blockedMs).toBe(DAY_MS);
    // A day later by the clock there: 5 hours and 45 minutes more of it.
    const there = await ask({ from: '2026-03-08', to: '2026-03-09', timeZone: 'Asia/Kathmandu' });
    expect(there.total.blockedMs).toBe(DAY_MS + 5.75 * 3_600_000);
    // On day 9 E had been blocked for a day, and nobody knew when that would end.
    const then = await ask({ at: '2026-03-11T00:00:00Z' });
    expect(then.total).toMatchObject({ blocks: 2, ended: 1, open: 1, blockedMs: 3 * DAY_MS });
  });

  test('clock: only working hours count', async () => {
    await database.pool.query('INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ?', [
      [1, 2, 3, 4, 5].map((weekday) => [board.stream, weekday, '09:00', '17:00']),
    ]);
    const { total } = await ask({ clock: 'working', type: 'defect' });
    await database.pool.query('DELETE FROM working_hours');
    // Saturday, Sunday, and a whole Saturday: day 5 is Sat 7 March, day 12 Sat 14 March.
    expect([total.blocks, total.blockedMs]).toEqual([2, 0]);
    expect((await ask({ clock: 'elapsed', type: 'defect' })).total.blockedMs).toBe(3 * DAY_MS);
  });

  test('filters and groups', async () => {
    expect(await intervals()).toEqual([
      ['D', 2],
      ['E', 3],
      ['D', 1],
      ['E', 2],
    ]);
    const [ofD, ofE] = [
      [
        ['D', 2],
        ['D', 1],
      ],
      [
        ['E', 3],
        ['E', 2],
      ],
    ];
    expect(await intervals({ type: 'defect' })).toEqual(ofD);
    expect(await intervals({ assignee: 'ada' })).toEqual(ofD);
    expect(await intervals({ assignee: 'ada', fieldsAt: 'end' })).toEqual([]);
    expect(await intervals({ classOfService: 'expedite' })).toEqual(ofE);
    expect(await intervals({ parent: board.referenceOf('A') })).toEqual(ofE);
    const { groups } = await ask({ splitBy: 'type' });
    expect(groups.map(({ group, total }) => [group, days(total.blockedMs)])).toEqual([
      ['defect', 3],
      ['story', 5],
    ]);
  });

  test('intervals in pages, each with who said so', async () => {
    const pages: Intervals['intervals'][] = [];
    let next: string | null = addressOf('/v1/blocked/intervals', {
      stream: board.stream,
      ...range,
      limit: '3',
    });
    while (next !== null) {
      const page = (await (await api.app.request(next)).json()) as Intervals;
      pages.push(page.intervals);
      next = page.nextPage;
    }
    expect(pages.map((page) => page.length)).toEqual([3, 1]);
    expect(pages[0]?.[0]).toMatchObject({
      queue: 'dev',
      reason: 'no test data',
      blockedAt: '2026-03-07T00:00:00.000000Z',
      unblockedAt: '2026-03-09T00:00:00.000000Z',
      blockedBy: 'test',
    });
    expect(pages[1]?.[0]).toMatchObject({ unblockedAt: null });
  });

  test('as CSV: intervals, reasons, queues, clusters, and groups in the first column', async () => {
    const csv = async (query: Query) => {
      const address = addressOf('/v1/blocked', { stream: board.stream, ...range, format: 'csv', ...query });
      return parse(await (await api.app.request(address)).text(), { columns: true }) as Record<
        string,
        string
      >[];
    };
    expect((await csv({})).map(({ durationInDays }) => durationInDays)).toEqual(['2', '3', '1', '2']);
    expect((await csv({ rows: 'reasons' }))[0]).toMatchObject({
      reason: 'vendor',
      blockedInDays: '4',
      medianInDays: '1',
    });
    expect((await csv({ rows: 'queues' }))[0]).toMatchObject({ queue: 'dev', blocks: '3', share: '0.875' });
    expect((await csv({ rows: 'clusters' })).map(({ key }) => key)).toEqual(['vendor', 'no test data']);
    const split = await csv({ rows: 'queues', splitBy: 'type' });
    expect(split.map(({ group, queue, blockedInDays }) => [group, queue, blockedInDays])).toEqual([
      ['defect', 'dev', '2'],
      ['defect', 'test', '1'],
      ['story', 'dev', '5'],
    ]);
  });
});
