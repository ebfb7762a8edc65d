import type { AnswerTo } from '@kanban/api';
import { formatInstant } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from './testing/analytics-board.ts';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';

type Query = Record<string, string>;

const HOUR_MS = 3_600_000;
const hours = (ms: number | null | undefined) => (ms == null ? ms : ms / HOUR_MS);
const days = (ms: number | null | undefined) => (ms == null ? ms : ms / HOUR_MS / 24);
/** Days 0 to 14 of the board. */
const range = { from: '2026-03-02', to: '2026-03-16' };
const DAY_8 = { at: formatInstant(boardDay(8.5)) };

/**
 * Each parameter with two values and the figures of both. Finished on the board, by day: A 6, I 7, C 8, H 9, B 10, D 14, with lead times
 * of 6 7 8 5 10 13 days and cycle times of 5 6 6 0 9 12. Forecasts are sums of a script of Python that knows nothing of this one.
 */
describe.each(readerDatabases())('parameters of the worked board, by hand, on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    const run = (sql: string, values: unknown[]) => database.pool.query(sql, values);
    for (const letter of 'CE')
      await run("UPDATE work_items SET type = 'defect', assignee = 'ada' WHERE reference = ?", [
        board.referenceOf(letter),
      ]);
    await run('INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ?', [
      [1, 2, 3, 4, 5].map((weekday) => [board.stream, weekday, '09:00', '17:00']),
    ]);
    await run('INSERT INTO sla_policies (value_stream, target_hours) VALUES (?, ?)', [board.stream, 7 * 24]);
    api = appUnderTest(database.url);
    api.setNow(boardDay(15));
  }, 300_000);
  afterAll(() => api.close());

  const ask = <Answer>(path: string, query: Query) =>
    api.ask<Answer>(path, { stream: board.stream, ...range, ...query });
  const letters = (items: readonly { reference: string }[]) =>
    items.map(({ reference }) => board.letterOf(reference)).join('');

  // What it is of, the mean, the half and the 85th percentile, in hours.
  test.each<[Query, number, number | null, number | null, number | null]>([
    [{}, 6, 196, 168, 312],
    [{ measure: 'cycle' }, 6, 152, 144, 288],
    [{ from: '2026-03-09' }, 5, 206.4, 192, 312],
    [{ to: '2026-03-10' }, 3, 168, 168, 192],
    [{ from: '2026-03-09', to: '2026-03-10' }, 2, 180, 168, 192],
    // There C is of the 9th and H of the 10th.
    [{ from: '2026-03-09', to: '2026-03-10', timeZone: 'America/New_York' }, 2, 156, 120, 192],
    [DAY_8, 3, 168, 168, 192],
    [{ ...DAY_8, measure: 'cycle' }, 3, 136, 144, 144],
    [{ percentileMethod: 'linear' }, 6, 196, 180, 258],
    // A date more than whole days.
    [{ dayCount: 'inclusive' }, 6, 220, 192, 336],
    // From dev to test: A 3, B 6, C 5, D 7, H 0, I 1; from ready on 4 8 5 9 0 2; from ready to live the cycle times.
    [{ startQueue: 'dev', endQueue: 'test' }, 6, 88, 72, 168],
    [{ startQueue: 'ready', endQueue: 'test' }, 6, 112, 96, 216],
    [{ startQueue: 'ready', endQueue: 'live' }, 6, 152, 144, 288],
    // Whole days of eight hours: A 5, B 8, C 6, D 9, H 3, I 5.
    [{ clock: 'working' }, 6, 48, 40, 72],
    [{ type: 'defect' }, 1, 192, 192, 192],
    [{ assignee: 'ada', fieldsAt: 'end' }, 0, null, null, null],
  ])('lead times with %o', async (query, items, mean, half, most) => {
    const answer = await ask<AnswerTo<'/v1/lead-time'>>('/v1/lead-time', { percentiles: '50,85', ...query });
    const told = answer.percentiles.map(({ leadTimeMs }) => hours(leadTimeMs));
    expect([answer.sampleSize, hours(answer.meanMs), ...told]).toEqual([items, mean, half, most]);
  });

  test.each<[Query, [number, number][]]>([
    [
      {},
      [
        [50, 7],
        [70, 10],
        [85, 13],
        [95, 13],
      ],
    ],
    [
      { percentiles: '20,60' },
      [
        [20, 6],
        [60, 8],
      ],
    ],
  ])('percentiles of lead times with %o', async (query, expected) => {
    const { percentiles } = await ask<AnswerTo<'/v1/lead-time'>>('/v1/lead-time', query);
    expect(percentiles.map(({ percentile, leadTimeMs }) => [percentile, days(leadTimeMs)])).toEqual(expected);
  });

  test.each<[Query, string]>([
    [{}, 'AICHBD'],
    [{ sort: 'longest' }, 'DBCIAH'],
    [{ sort: 'longest', measure: 'cycle' }, 'DBCIAH'],
    [{ fromMs: String(7 * 24 * HOUR_MS) }, 'ICBD'],
    [{ toMs: String(7 * 24 * HOUR_MS) }, 'AH'],
    [{ limit: '2' }, 'AI'],
    [DAY_8, 'AIC'],
  ])('the list of lead times with %o', async (query, expected) => {
    const { items } = await ask<AnswerTo<'/v1/lead-time/items'>>('/v1/lead-time/items', query);
    expect(letters(items).split('').sort().join('')).toBe(expected.split('').sort().join(''));
    // C and I took as long as one another, by the cycle clock.
    if (query.measure === undefined) expect(letters(items)).toBe(expected);
  });

  // Of each interval how many items, the half and the 85th percentile in days.
  test.each<[Query, [string, number, number | null, number | null][]]>([
    [
      { interval: 'week' },
      [
        ['2026-W10', 1, 6, 6],
        ['2026-W11', 4, 7, 10],
        ['2026-W12', 1, 13, 13],
      ],
    ],
    [
      { interval: 'week', measure: 'cycle' },
      [
        ['2026-W10', 1, 5, 5],
        ['2026-W11', 4, 6, 9],
        ['2026-W12', 1, 12, 12],
      ],
    ],
    // In New York it is still Sunday when I and D are finished.
    [
      { interval: 'week', timeZone: 'America/New_York' },
      [
        ['2026-W10', 2, 6, 7],
        ['2026-W11', 4, 8, 13],
        ['2026-W12', 0, null, null],
      ],
    ],
    [{ interval: 'month' }, [['2026-03', 6, 7, 13]]],
    [{ interval: 'month', percentiles: '20,60' }, [['2026-03', 6, 6, 8]]],
    [{ interval: 'month', percentileMethod: 'linear' }, [['2026-03', 6, 7.5, 10.75]]],
    [{ interval: 'month', dayCount: 'inclusive' }, [['2026-03', 6, 8, 14]]],
    [{ interval: 'month', clock: 'working' }, [['2026-03', 6, 40 / 24, 3]]],
    [{ interval: 'month', startQueue: 'dev', endQueue: 'test' }, [['2026-03', 6, 3, 7]]],
    [{ interval: 'month', startQueue: 'ready', endQueue: 'test' }, [['2026-03', 6, 4, 9]]],
    [{ interval: 'month', type: 'defect' }, [['2026-03', 1, 8, 8]]],
    [{ interval: 'month', from: '2026-03-09' }, [['2026-03', 5, 8, 13]]],
    [{ interval: 'month', to: '2026-03-10' }, [['2026-03', 3, 7, 8]]],
    [
      { interval: 'day', from: '2026-03-08', to: '2026-03-10', ...DAY_8 },
      [
        ['2026-03-08', 1, 6, 6],
        ['2026-03-09', 1, 7, 7],
        ['2026-03-10', 1, 8, 8],
      ],
    ],
  ])('lead times over time with %o', async (query, expected) => {
    const { intervals, total } = await ask<AnswerTo<'/v1/lead-time/intervals'>>('/v1/lead-time/intervals', {
      percentiles: '50,85',
      ...query,
    });
    expect(
      intervals.map(({ label, sampleSize, percentiles }) => [
        ...[label, sampleSize],
        ...percentiles.map(({ leadTimeMs }) => days(leadTimeMs)),
      ]),
    ).toEqual(expected);
    expect(total.sampleSize).toBe(expected.reduce((sum, [, items]) => sum + items, 0));
  });

  test('lead times over time: what is not known says why, what is not over says so, and a worst is told as one', async () => {
    const { intervals } = await ask<AnswerTo<'/v1/lead-time/intervals'>>('/v1/lead-time/intervals', {
      ...{ from: '2026-03-02', to: '2026-03-22', interval: 'week', percentiles: '50,85' },
    });
    expect(
      intervals.map(({ isComplete, meanMs, percentiles, reasons }) => [
        isComplete,
        days(meanMs),
        percentiles.map(({ isMaximum }) => isMaximum),
        reasons,
      ]),
    ).toEqual([
      [true, 6, [true, true], {}],
      [true, 7.5, [false, true], {}],
      [false, 13, [true, true], {}],
    ]);
    const [first] = (
      await ask<AnswerTo<'/v1/lead-time/intervals'>>('/v1/lead-time/intervals', { to: '2026-03-02' })
    ).intervals;
    expect(first).toMatchObject({ meanMs: null, reasons: { meanMs: 'noItems', percentiles: 'noItems' } });
  });

  test('lead times over time: groups, comparison and CSV', async () => {
    const query = { interval: 'month', percentiles: '50', measure: 'cycle' };
    const { groups } = await ask<AnswerTo<'/v1/lead-time/intervals'>>('/v1/lead-time/intervals', {
      ...{ ...query, splitBy: 'type' },
    });
    expect(
      groups.map(({ group, intervals, total }) => [
        group,
        total.sampleSize,
        days(intervals[0]?.percentiles[0]?.leadTimeMs),
      ]),
    ).toEqual([
      ['defect', 1, 6],
      ['story', 5, 6],
    ]);
    // Days 7 to 13: I 6, C 6, H 0, B 9; the week before A 5.
    const { comparison } = await ask<AnswerTo<'/v1/lead-time/intervals'>>('/v1/lead-time/intervals', {
      ...{ ...query, from: '2026-03-09', to: '2026-03-15', compareWith: 'previous' },
    });
    expect([comparison?.from, comparison?.summary.sampleSize, days(comparison?.summary.meanMs)]).toEqual([
      '2026-03-02T00:00:00.000000Z',
      1,
      5,
    ]);
    const mean = comparison?.changes.find(({ figure }) => figure === 'meanMs');
    expect([days(mean?.difference), mean?.direction, mean?.reason]).toEqual([0.25, null, 'tooFewItems']);
    const csv = async (more: Query) =>
      parse(
        await (
          await api.app.request(
            addressOf('/v1/lead-time/intervals', {
              ...{ stream: board.stream, ...range, ...query, format: 'csv', ...more },
            }),
          )
        ).text(),
      ) as string[][];
    const [columns = [], cells = [], ...more] = await csv({});
    expect(more).toEqual([]);
    expect(columns.map((column, place) => [column, cells[place]])).toEqual([
      ['start', '2026-03-02T00:00:00.000000Z'],
      ['startLocal', '2026-03-02 00:00'],
      ['end', '2026-03-17T00:00:00.000000Z'],
      ['endLocal', '2026-03-17 00:00'],
      ['label', '2026-03'],
      ['isComplete', 'true'],
      ['sampleSize', '6'],
      ['meanMs', '547200000'],
      ['meanInDays', '6.3333'],
      ['p50Ms', '518400000'],
      ['p50InDays', '6'],
    ]);
    expect((await csv({ splitBy: 'type' })).map((row) => [row[0], row[7]])).toEqual([
      ['group', 'sampleSize'],
      ['defect', '1'],
      ['story', '5'],
    ]);
  });

  test.each<[Query, [string, number][]]>([
    [
      { interval: 'week' },
      [
        ['2026-W10', 1],
        ['2026-W11', 4],
        ['2026-W12', 1],
      ],
    ],
    [
      { interval: 'week', timeZone: 'America/New_York' },
      [
        ['2026-W10', 2],
        ['2026-W11', 4],
        ['2026-W12', 0],
      ],
    ],
    [
      { interval: 'week', ...DAY_8, to: '2026-03-10' },
      [
        ['2026-W10', 1],
        ['2026-W11', 2],
      ],
    ],
    [{ interval: 'month' }, [['2026-03', 6]]],
    [{ interval: 'month', from: '2026-03-09' }, [['2026-03', 5]]],
    [{ interval: 'month', to: '2026-03-10' }, [['2026-03', 3]]],
    [{ interval: 'month', type: 'defect' }, [['2026-03', 1]]],
    // On day 4.5 I was finished, since when it came back and was finished again.
    [{ interval: 'month', at: formatInstant(boardDay(4.5)), to: '2026-03-06' }, [['2026-03', 1]]],
  ])('throughput with %o', async (query, expected) => {
    const { intervals } = await ask<AnswerTo<'/v1/throughput'>>('/v1/throughput', query);
    expect(intervals.map(({ label, finished }) => [label, finished])).toEqual(expected);
  });

  // Promised within seven days of the entry: A, H and I were in time, B, C and D late; open are E since day 9 and G since day 10.
  test.each<[Query, number, number, string, number]>([
    [{}, 3, 3, 'DBC', 2],
    [{ from: '2026-03-09' }, 2, 3, 'DBC', 2],
    [{ to: '2026-03-10' }, 2, 1, 'C', 2],
    [{ from: '2026-03-09', to: '2026-03-10' }, 1, 1, 'C', 2],
    [{ from: '2026-03-09', to: '2026-03-10', timeZone: 'America/New_York' }, 1, 1, 'C', 2],
    [{ from: '2026-03-11', to: '2026-03-11' }, 1, 0, '', 2],
    // There B is of the 11th.
    [{ from: '2026-03-11', to: '2026-03-11', timeZone: 'America/New_York' }, 0, 1, 'B', 2],
    [{ ...DAY_8, to: '2026-03-10' }, 2, 1, 'C', 2],
    [{ type: 'defect' }, 0, 1, 'C', 1],
    [{ assignee: '' }, 3, 2, 'DB', 1],
  ])('promises with %o', async (query, hits, misses, missed, late) => {
    const { total, open, worst } = await ask<AnswerTo<'/v1/sla'>>('/v1/sla', { ...query, worst: '9' });
    expect([total.hits, total.misses, total.hitRate]).toEqual([hits, misses, hits / (hits + misses)]);
    expect(letters(worst.misses)).toBe(missed);
    // On day 8.5 B and D were open and late; E and G had some time left.
    expect(open.late).toBe(late);
    const { items } = await ask<AnswerTo<'/v1/sla/items'>>('/v1/sla/items', { ...query, rows: 'open' });
    expect(items.filter(({ state }) => state === 'late')).toHaveLength(late);
  });

  test.each<[Query, string, number[]]>([
    [{}, 'CBD', [1, 3, 6]],
    [{ sort: 'latest' }, 'DBC', [6, 3, 1]],
    [{ rows: 'open' }, 'EG', [6, 5]],
    [{ limit: '2' }, 'CB', [1, 3]],
  ])('the list of broken promises with %o', async (query, expected, lateBy) => {
    const { items } = await ask<AnswerTo<'/v1/sla/items'>>('/v1/sla/items', query);
    expect([letters(items), items.map(({ lateByMs }) => days(lateByMs))]).toEqual([expected, lateBy]);
  });

  test.each<[Query, [string, number, number][]]>([
    [
      { interval: 'week' },
      [
        ['2026-W10', 1, 0],
        ['2026-W11', 2, 2],
        ['2026-W12', 0, 1],
      ],
    ],
    [{ interval: 'month' }, [['2026-03', 3, 3]]],
  ])('promises by %o', async (query, expected) => {
    const { intervals } = await ask<AnswerTo<'/v1/sla'>>('/v1/sla', query);
    expect(intervals.map(({ label, hits, misses }) => [label, hits, misses])).toEqual(expected);
  });

  // 15 days of history, of which six finish an item each; 90 days before them hold no other.
  const SHORT = { from: '2026-03-02', to: '2026-03-16', days: 'all' };
  const LONG = { from: '', to: '', days: 'all' };
  const given = (query: Query) =>
    Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  const forecast = <Answer>(path: string, query: Query) =>
    api.ask<Answer>(path, { stream: board.stream, ...given(query) });

  test.each<[Query, [number, number][], number]>([
    [
      {},
      [
        [12, 0.56891],
        [11, 0.708528],
        [9, 0.905989],
        [8, 0.956476],
      ],
      0.999953,
    ],
    [
      { date: '2026-03-27' },
      [
        [4, 0.617719],
        [3, 0.83271],
        [2, 0.953643],
        [2, 0.953643],
      ],
      0.83271,
    ],
    [
      { percentiles: '20,99' },
      [
        [14, 0.285496],
        [6, 0.994341],
      ],
      0.999953,
    ],
    [
      { startDate: '2026-03-25' },
      [
        [9, 0.611644],
        [8, 0.762729],
        [7, 0.876043],
        [5, 0.981026],
      ],
      0.998983,
    ],
    [
      LONG,
      [
        [2, 0.603331],
        [1, 0.873787],
        [1, 0.873787],
        [0, 1],
      ],
      0.323216,
    ],
    [
      { ...LONG, days: 'split' },
      [
        [2, 0.611361],
        [1, 0.877956],
        [1, 0.877956],
        [0, 1],
      ],
      0.330608,
    ],
    [
      { ...LONG, days: 'working' },
      [
        [2, 0.521569],
        [1, 0.832974],
        [0, 1],
        [0, 1],
      ],
      0.244471,
    ],
    [
      { ...LONG, exclude: '2025-12-17..2026-03-01' },
      [
        [12, 0.56891],
        [11, 0.708528],
        [9, 0.905989],
        [8, 0.956476],
      ],
      0.999953,
    ],
    // There it is the 16th: everything was finished a day earlier, and the first day is the 17th.
    [
      { to: '2026-03-15', date: '2026-04-15', timeZone: 'America/New_York' },
      [
        [13, 0.548792],
        [11, 0.806952],
        [10, 0.893498],
        [8, 0.978419],
      ],
      0.999986,
    ],
  ])('how many with %o', async (query, expected, likelihood) => {
    const answer = await forecast<AnswerTo<'/v1/forecast/how-many'>>('/v1/forecast/how-many', {
      ...{ ...SHORT, date: '2026-04-16', items: '3', ...query },
    });
    expect(answer.percentiles.map(({ items, probability }) => [items, probability])).toEqual(expected);
    expect(answer.likelihood).toBe(likelihood);
  });

  test.each<[Query, [string, number][], number]>([
    [
      {},
      [
        ['2026-03-24', 0.580096],
        ['2026-03-26', 0.768213],
        ['2026-03-28', 0.881083],
        ['2026-03-31', 0.960208],
      ],
      0.83271,
    ],
    [
      { items: '5' },
      [
        ['2026-03-29', 0.561822],
        ['2026-03-31', 0.720743],
        ['2026-04-03', 0.874001],
        ['2026-04-07', 0.963044],
      ],
      0.366897,
    ],
    [
      { percentiles: '20,99' },
      [
        ['2026-03-22', 0.31744],
        ['2026-04-04', 0.991774],
      ],
      0.83271,
    ],
    [
      { startDate: '2026-03-25', date: '2026-04-16' },
      [
        ['2026-03-31', 0.580096],
        ['2026-04-02', 0.768213],
        ['2026-04-04', 0.881083],
        ['2026-04-07', 0.960208],
      ],
      0.998983,
    ],
    [
      LONG,
      [
        ['2026-04-26', 0.503858],
        ['2026-05-10', 0.707009],
        ['2026-05-26', 0.853602],
        ['2026-06-18', 0.951828],
      ],
      0.024928,
    ],
    [
      { ...LONG, days: 'split' },
      [
        ['2026-04-27', 0.519554],
        ['2026-05-10', 0.704868],
        ['2026-05-26', 0.855195],
        ['2026-06-17', 0.950629],
      ],
      0.028233,
    ],
    [
      { ...LONG, days: 'working' },
      [
        ['2026-05-04', 0.50221],
        ['2026-05-20', 0.707632],
        ['2026-06-09', 0.857307],
        ['2026-07-06', 0.951735],
      ],
      0.019796,
    ],
    [
      { to: '2026-03-15', date: '2026-04-15', timeZone: 'America/New_York' },
      [
        ['2026-03-22', 0.51476],
        ['2026-03-24', 0.741371],
        ['2026-03-26', 0.874485],
        ['2026-03-29', 0.962165],
      ],
      0.999986,
    ],
  ])('when with %o', async (query, expected, likelihood) => {
    const answer = await forecast<AnswerTo<'/v1/forecast/when'>>('/v1/forecast/when', {
      ...{ ...SHORT, date: '2026-03-27', items: '3', ...query },
    });
    expect(answer.percentiles.map(({ date, probability }) => [date, probability])).toEqual(expected);
    expect(answer.likelihood).toBe(likelihood);
  });

  test.each<[Query, string | null]>([
    [{}, null],
    // Four days with a finish, and ten days.
    [{ to: '2026-03-11' }, 'tooLittleHistory'],
    [{ from: '2026-03-07' }, 'tooLittleHistory'],
    [{ type: 'defect' }, 'tooLittleHistory'],
    [{ ...DAY_8, to: '', from: '' }, 'tooLittleHistory'],
  ])('whether there is history enough with %o', async (query, reason) => {
    for (const path of ['/v1/forecast/how-many', '/v1/forecast/when']) {
      const answer = await forecast<{ percentiles: unknown[]; reason: string | null }>(path, {
        ...{ ...SHORT, date: '2026-04-16', items: '3', ...query },
      });
      expect([answer.reason, answer.percentiles.length]).toEqual([reason, reason === null ? 4 : 0]);
    }
  });

  test.each<[Query, number[], number, string]>([
    // In backlog, ready, dev, review, test, live and drop; in progress; the oldest in dev.
    [{ at: formatInstant(boardDay(2.5)) }, [1, 2, 3, 0, 0, 0, 0], 5, 'A'],
    [{ at: formatInstant(boardDay(4.5)) }, [4, 0, 3, 1, 0, 1, 0], 4, 'C'],
  ])('queues with %o', async (query, held, workInProgress, oldest) => {
    const answer = await api.ask<AnswerTo<'/v1/queues'>>('/v1/queues', { stream: board.stream, ...query });
    expect(answer.queues.map(({ currentWip }) => currentWip)).toEqual(held);
    expect(answer.workInProgress).toBe(workInProgress);
    const dev = answer.queues.find(({ name }) => name === 'dev');
    expect(board.letterOf(dev?.oldest?.reference ?? '')).toBe(oldest);
  });

  // From day 7 to 13 F, G and H began; I, C, H, B and F ended. The week before seven spells began, two of them I's; I's first and A's ended.
  test.each<[Query, object | null, string[]]>([
    [{}, null, []],
    [
      { compareWith: 'previous' },
      { arrivals: 7, departures: 2, wipStart: 0, wipEnd: 5, items: 7 },
      ['window.arrivals -4', 'window.departures 3'],
    ],
    [
      { compareWith: '2026-03-02..2026-03-04' },
      { arrivals: 5, departures: 0, wipStart: 0, wipEnd: 5, items: 5 },
      ['window.arrivals -2', 'window.departures 5'],
    ],
  ])('stability with %o', async (query, window, changes) => {
    const { comparison } = await ask<AnswerTo<'/v1/stability'>>('/v1/stability', {
      ...{ from: '2026-03-09', to: '2026-03-15', ...query },
    });
    if (window === null) expect(comparison).toBeNull();
    else expect(comparison?.summary.window).toMatchObject(window);
    const told = comparison?.changes.map(({ figure, difference }) => `${figure} ${difference}`) ?? [];
    expect(told.filter((change) => /arrivals|departures/.test(change))).toEqual(changes);
  });

  test.each<[Query, unknown]>([
    [{}, undefined],
    [{ compareWith: 'previous' }, [7, 1 / 7, 3 / 7, 'better']],
    [{ compareWith: '2026-03-08..2026-03-08' }, [1, 1, -3 / 7, null]],
  ])('process behaviour with %o', async (query, expected) => {
    // Four of seven days finished an item, and one of the seven before.
    const { comparison } = await ask<AnswerTo<'/v1/process-behaviour'>>('/v1/process-behaviour', {
      ...{ from: '2026-03-09', to: '2026-03-15', family: 'throughput', ...query },
    });
    const [family] = comparison?.summary.families ?? [];
    const [change] = comparison?.changes ?? [];
    expect(
      family && [
        ...[family.points, family.average, Math.round((change?.difference ?? 0) * 7) / 7],
        change?.direction,
      ],
    ).toEqual(expected);
  });

  test.each<[Query, number[] | undefined]>([
    [{}, undefined],
    // When day 7 began B, I, C, D and E were in progress for 6 6 5 5 2 days; I was finished just then, and F begun.
    [{ compareWith: 'previous' }, [5, 24]],
    [{ compareWith: '2026-03-02..2026-03-04' }, [5, 8]],
  ])('ageing with %o', async (query, expected) => {
    const { comparison } = await ask<AnswerTo<'/v1/ageing'>>('/v1/ageing', {
      ...{ from: '2026-03-09', to: '2026-03-15', ...query },
    });
    const age = comparison?.summary.age;
    expect(age && [age.items, days(age.totalMs)]).toEqual(expected);
  });
});
