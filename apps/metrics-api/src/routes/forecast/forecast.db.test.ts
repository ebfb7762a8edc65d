import type { AnswerTo } from '@kanban/api';
import { DAY, HOUR, type Instant } from '@kanban/domain';
import { hasSharedData, samplepathSpells, sharedExamples } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { historyOfFinished, historyOfItems } from '../../testing/finished-history.ts';
import { writeHistory } from '../../testing/history-in-database.ts';

type HowMany = AnswerTo<'/v1/forecast/how-many'>;
type When = AnswerTo<'/v1/forecast/when'>;
type Backtest = AnswerTo<'/v1/forecast/backtest'>;

/** A Monday: the 90 days before it begin on 3 March. */
const AT = Date.UTC(2026, 5, 1) * 1000;
const DAYS = 90;

/** `pattern` again and again, up to the day before `AT`. */
function repeated(
  pattern: readonly number[],
  isWorking: (weekday: number) => boolean = () => true,
): Instant[] {
  let place = 0;
  return Array.from({ length: DAYS }, (_, n) => AT + (n - DAYS) * DAY).flatMap((day) => {
    const weekday = new Date(day / 1000).getUTCDay();
    if (!isWorking(weekday)) return [];
    const items = pattern[place++ % pattern.length] as number;
    return Array.from({ length: items }, (_, n) => day + 12 * HOUR + n);
  });
}

const isWeekday = (weekday: number) => weekday > 0 && weekday < 6;

describe.each(readerDatabases())('forecasts on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  /** Finishes 0 2 1 0 3, day after day. */
  let main: string;
  /** Finishes 1 1 0 2. */
  let other: string;
  /** Finishes 1 2 0 on weekdays. */
  let office: string;

  beforeAll(async () => {
    const write = async (finishedAt: Instant[]) => {
      const history = historyOfFinished(finishedAt);
      return (await writeHistory(database.pool, history, { timeZone: 'UTC', way: 'import' })).name;
    };
    main = await write(repeated([0, 2, 1, 0, 3]));
    other = await write(repeated([1, 1, 0, 2]));
    office = await write(repeated([1, 2, 0], isWeekday));
    // Of the six items of five days every other one.
    await database.pool.query("UPDATE work_items SET type = 'defect' WHERE value_stream = ? AND id % 2 = 0", [
      main,
    ]);
    api = appUnderTest(database.url);
    api.setNow(AT);
  }, 300_000);
  afterAll(() => api.close());

  const howMany = (query: Record<string, string> = {}) =>
    api.ask<HowMany>('/v1/forecast/how-many', { stream: main, days: 'all', date: '2026-06-06', ...query });
  const when = (query: Record<string, string> = {}) =>
    api.ask<When>('/v1/forecast/when', { stream: main, days: 'all', items: '6', ...query });
  const backtest = (query: Record<string, string> = {}) =>
    api.ask<Backtest>('/v1/forecast/backtest', {
      stream: main,
      days: 'all',
      historyDays: '30',
      horizon: '5',
      from: '2026-03-03',
      ...query,
    });
  const itemsOf = (answer: HowMany) => answer.percentiles.map(({ items }) => items);
  const daysOf = (answer: When) => answer.percentiles.map(({ days }) => days);

  test('a backtest is of the items asked for', async () => {
    const happened = async (query: Record<string, string>) =>
      (await backtest(query)).origins.map((origin) => origin.happened);
    expect([await happened({}), await happened({ type: 'defect' })]).toEqual([
      Array(12).fill(6),
      Array(12).fill(3),
    ]);
  });

  describe('how many', () => {
    test('at least so many items in five days, computed elsewhere', async () => {
      const answer = await howMany();
      expect(answer).toMatchObject({
        startDate: '2026-06-02',
        date: '2026-06-06',
        reason: null,
        isThin: false,
      });
      expect(answer.percentiles).toEqual([
        { percentile: 50, items: 6, probability: 0.56384 },
        { percentile: 70, items: 5, probability: 0.70496 },
        { percentile: 85, items: 3, probability: 0.91296 },
        { percentile: 95, items: 2, probability: 0.96416 },
      ]);
      expect(answer.history).toMatchObject({ days: 90, activeDays: 54, items: 108, perDay: 1.2 });
      expect(answer.history.pools).toEqual([
        {
          pool: 'all',
          days: 90,
          counts: [
            { items: 0, days: 36 },
            { items: 1, days: 18 },
            { items: 2, days: 18 },
            { items: 3, days: 18 },
          ],
        },
      ]);
      expect(answer.likelihood).toBeNull();
    });

    test.skipIf(!hasSharedData)('with the distribution computed elsewhere', async () => {
      const { distribution } = await howMany();
      expect(distribution.map(({ probability }) => probability)).toEqual(
        sharedExamples().howMany.distribution,
      );
    });

    test('items of which the likelihood is asked', async () => {
      expect((await howMany({ items: '6', date: '2026-06-08' })).likelihood).toBe(0.82167);
      // One of 5, 6: P(X ≥ 5) is .70496, P(X ≥ 6) .56384.
      expect((await howMany({ items: '5..6' })).likelihood).toBeCloseTo((0.70496 + 0.56384) / 2, 6);
    });

    test('percentiles and percentiles of others', async () => {
      expect(itemsOf(await howMany({ percentiles: '95,50' }))).toEqual([2, 6]);
    });

    test('a longer and the default time', async () => {
      // One day: 0 0 1 2 3.
      expect(itemsOf(await howMany({ date: '2026-06-02' }))).toEqual([1, 0, 0, 0]);
      expect((await api.ask<HowMany>('/v1/forecast/how-many', { stream: main })).date).toBe('2026-06-15');
    });

    test('another start leaves fewer days', async () => {
      expect(itemsOf(await howMany({ startDate: '2026-06-06' }))).toEqual([1, 0, 0, 0]);
    });

    test('another history: from, to, exclude', async () => {
      // 3 of 0 2 1 0 3 are on these days no more, 18 weeks of two zeros and a two and a one are.
      const { history } = await howMany({ from: '2026-05-03', to: '2026-05-30' });
      expect(history).toMatchObject({ days: 28, items: 5 * 6 + 0 + 2 + 1 });
      const shorter = await howMany({ exclude: '2026-05-22..2026-05-31,2026-06-02..2026-06-05' });
      expect(shorter.history).toMatchObject({ days: 80, items: 96 });
      // Of five days four finish nothing.
      expect(itemsOf(shorter)).toEqual([1, 0, 0, 0]);
    });

    test('days drawn together, apart, or only those worked on', async () => {
      const ask = (days: string) => howMany({ stream: office, days, from: '2026-03-09' });
      // Tuesday to Friday of a week are four working days, Saturday is none.
      const split = await ask('split');
      expect(split.history.pools.map(({ pool, days }) => [pool, days])).toEqual([
        ['working', 60],
        ['other', 24],
      ]);
      // Four draws of 1 2 0: P(≥ 4) = 50 of 81, P(≥ 3) = 66, P(≥ 2) = 76.
      expect(split.percentiles.map(({ items, probability }) => [items, probability])).toEqual([
        [4, 0.617284],
        [3, 0.814815],
        [2, 0.938272],
        [1, 0.987654],
      ]);
      const working = await ask('working');
      expect(working.history).toMatchObject({ days: 60, items: 60 });
      expect(working.percentiles).toEqual(split.percentiles);
      const all = await ask('all');
      expect(all.history).toMatchObject({ days: 84, items: 60 });
    });

    test('another stream', async () => {
      expect((await howMany({ stream: other })).history.perDay).toBe(1);
    });

    test('by its calendar: with a holiday and no hours, every other day is a working day', async () => {
      await database.pool.query('INSERT INTO holidays (value_stream, day) VALUES (?, ?)', [
        office,
        '2026-06-03',
      ]);
      const { history, percentiles } = await howMany({ stream: office, days: 'split', from: '2026-03-09' });
      await database.pool.query('DELETE FROM holidays');
      expect(history.pools.map(({ pool, days }) => [pool, days])).toEqual([
        ['working', 84],
        ['other', 0],
      ]);
      // Four days, each of 44 × 0, 20 × 1, 20 × 2 of 84: P(≥ 1) = 1 − (44 ÷ 84)⁴.
      expect(percentiles.find(({ items }) => items === 1)?.probability).toBeCloseTo(1 - (44 / 84) ** 4, 6);
    });

    test('at another time, and in a zone where it is still yesterday', async () => {
      const earlier = await howMany({ at: '2026-05-29T10:00:00Z', date: '2026-06-03' });
      expect(earlier).toMatchObject({ at: '2026-05-29T10:00:00.000000Z', startDate: '2026-05-30' });
      expect(earlier.parameters).toMatchObject({ at: '2026-05-29T10:00:00.000000Z' });
      expect((await howMany({ timeZone: 'America/New_York' })).startDate).toBe('2026-06-01');
    });

    test('draws the same paths for the same seed, and its sums agree', async () => {
      const drawn = await howMany({ method: 'simulate', seed: '42', from: '2026-05-27', to: '2026-05-31' });
      expect(drawn).toMatchObject({ reason: 'tooLittleHistory', simulate: null });
      const ask = (seed: string, trials = '10000') => howMany({ method: 'simulate', seed, trials });
      const { simulate } = await ask('42');
      expect(simulate?.paths.map(({ date }) => date)).toEqual(
        [2, 3, 4, 5, 6].map((day) => `2026-06-0${day}`),
      );
      expect(simulate?.paths.at(-1)?.percentiles.map(({ items }) => items)).toEqual([6, 5, 3, 2]);
      expect((await ask('42')).simulate).toEqual(simulate);
      expect((await ask('42', '7')).simulate).toMatchObject({ trials: 7, seed: 42 });
      expect((await ask('7', '7')).simulate).not.toEqual((await ask('42', '7')).simulate);
      // However few the trials: the fan ends at the answer itself, and promises no more before.
      for (const seed of ['1', '2', '3']) {
        const { simulate: rough, percentiles } = await ask(seed, '2');
        const exact = percentiles.map(({ items }) => items);
        const promised = (rough?.paths ?? []).map((path) => path.percentiles.map(({ items }) => items));
        expect(promised.at(-1)).toEqual(exact);
        for (const [place, most] of exact.entries()) {
          const sums = promised.map((day) => day[place] ?? 0);
          expect(sums).toEqual(sums.toSorted((a, b) => a - b));
          expect(sums.at(-1)).toBe(most);
        }
      }
      expect((await howMany()).simulate).toBeNull();
    });

    test('has its calibration when that is asked for', async () => {
      expect((await howMany()).calibration).toBeNull();
      expect((await howMany({ include: 'calibration' })).calibration).toMatchObject({
        percentile: 85,
        origins: 0,
        verdict: 'tooFewOrigins',
      });
    });

    test('as a table of either list', async () => {
      expect(await csv('/v1/forecast/how-many', { stream: main, days: 'all', date: '2026-06-06' })).toEqual([
        'percentile,items,probability',
        '50,6,0.56384',
        '70,5,0.70496',
        '85,3,0.91296',
        '95,2,0.96416',
      ]);
      const rows = await csv('/v1/forecast/how-many', {
        stream: main,
        days: 'all',
        date: '2026-06-06',
        rows: 'distribution',
      });
      // P(none in five days) = 0.4⁵.
      expect(rows.slice(0, 2)).toEqual(['items,probability,cumulative', '0,0.01024,0.01024']);
    });
  });

  describe('when', () => {
    test('by which day six items are finished, computed elsewhere', async () => {
      const answer = await when();
      expect(answer.percentiles).toEqual([
        { percentile: 50, date: '2026-06-06', days: 5, probability: 0.56384 },
        { percentile: 70, date: '2026-06-07', days: 6, probability: 0.713792 },
        { percentile: 85, date: '2026-06-09', days: 8, probability: 0.893422 },
        { percentile: 95, date: '2026-06-11', days: 10, probability: 0.965449 },
      ]);
      expect(answer).toMatchObject({ likelihood: null, isBeyondHorizon: false, reason: null });
    });

    test('with the likelihood of a day', async () => {
      expect((await when({ date: '2026-06-08' })).likelihood).toBe(0.82167);
    });

    test('several streams at once, not the later of two dates', async () => {
      const joint = await when({ streams: `${main},${other}`, items: '6,5', from: '2026-03-13' });
      expect(
        joint.streams.map(({ valueStream, items, history }) => [valueStream, items, history.days]),
      ).toEqual([
        [main, '6', 80],
        [other, '5', 80],
      ]);
      expect(daysOf(joint)).toEqual([6, 7, 8, 10]);
      expect(joint.distribution.find(({ days }) => days === 6)?.cumulative).toBe(0.575425);
    });

    test('working days and others are drawn apart', async () => {
      const asked = {
        stream: office,
        days: 'split',
        items: '3',
        from: '2026-03-09',
        startDate: '2026-06-04',
      };
      const answer = await when(asked);
      expect(daysOf(answer)).toEqual([5, 6, 7, 8]);
      expect(answer.distribution.slice(0, 7).map(({ cumulative }) => cumulative)).toEqual([
        0, 0.333333, 0.333333, 0.333333, 0.62963, 0.814815, 0.91358,
      ]);
      // Saturday and Sunday are not counted.
      expect(daysOf(await when({ ...asked, days: 'working' }))).toEqual([3, 4, 5, 6]);
      expect(daysOf(await when({ ...asked, days: 'working', exclude: '2026-06-05' }))).toEqual([4, 5, 6, 7]);
    });

    test('a range of items, other percentiles, another start', async () => {
      // P by day 5, 6, … of 6 and of 8 items; 6..6 is 6.
      expect(daysOf(await when({ items: '6..6' }))).toEqual([5, 6, 8, 10]);
      expect((await when({ items: '6..30' })).percentiles.at(-1)?.days).toBeGreaterThan(20);
      expect(daysOf(await when({ percentiles: '85' }))).toEqual([8]);
      expect((await when({ startDate: '2026-07-01' })).percentiles[0]?.date).toBe('2026-07-05');
    });

    test('what is left below a parent, at any depth', async () => {
      const add = (rows: [string, string | null][]) =>
        database.pool.query('INSERT INTO work_items (reference, value_stream, parent) VALUES ?', [
          rows.map(([reference, parent]) => [reference, main, parent]),
        ]);
      await add([['EPIC', null]]);
      await add([['PART', 'EPIC'], ...[1, 2, 3].map((n): [string, string] => [`LEAF-${n}`, 'EPIC'])]);
      await add([4, 5, 6].map((n): [string, string] => [`LEAF-${n}`, 'PART']));
      // One that is finished is not left.
      await database.pool.query(
        'UPDATE work_items SET parent = ? WHERE reference = (SELECT reference FROM item_flow WHERE finished_at IS NOT NULL ORDER BY item_id LIMIT 1)',
        ['PART'],
      );
      const answer = await api.ask<When>('/v1/forecast/when', {
        stream: main,
        days: 'all',
        remainingOf: 'EPIC',
      });
      expect(answer.streams[0]?.items).toBe('6');
      expect(daysOf(answer)).toEqual([5, 6, 8, 10]);
      const { likelihood } = await howMany({ remainingOf: 'PART', date: '2026-06-03' });
      expect(likelihood).toBe((await howMany({ items: '3', date: '2026-06-03' })).likelihood);
    });

    test('with what its promises were worth', async () => {
      expect((await when({ include: 'calibration' })).calibration).toMatchObject({
        percentile: 85,
        origins: 0,
      });
    });

    test('as a table of either list', async () => {
      const asked = { stream: main, days: 'all', items: '6', percentiles: '50' };
      expect(await csv('/v1/forecast/when', asked)).toEqual([
        'percentile,date,days,probability',
        '50,2026-06-06,5,0.56384',
      ]);
      const [header] = await csv('/v1/forecast/when', { ...asked, rows: 'distribution' });
      expect(header).toBe('date,days,probability,cumulative');
    });
  });

  describe('backtest', () => {
    test('every fifth day the same five days lie before and after', async () => {
      const answer = await backtest();
      // 60 days after the first 30.
      expect(answer.origins).toHaveLength(12);
      expect(answer.origins[0]).toMatchObject({ date: '2026-04-02', happened: 6 });
      expect(answer.calibration.map(({ percentile, hits, origins }) => [percentile, hits, origins])).toEqual([
        [50, 12, 12],
        [70, 12, 12],
        [85, 12, 12],
        [95, 12, 12],
      ]);
      expect(answer.calibration[2]?.promisedShare).toBeCloseTo(0.91296, 6);
      expect(answer).toMatchObject({ skipped: 0, unresolved: 0, areOverlapping: false });
    });

    test('of other days, steps, horizons, histories and items', async () => {
      expect((await backtest({ step: '10' })).origins).toHaveLength(6);
      expect((await backtest({ step: '2' })).areOverlapping).toBe(true);
      expect((await backtest({ horizon: '10' })).origins.map(({ happened }) => happened)).toEqual(
        Array(6).fill(12),
      );
      expect((await backtest({ historyDays: '60' })).origins).toHaveLength(6);
      expect((await backtest({ from: '2026-04-02' })).origins).toHaveLength(6);
      const asked = { stream: main, days: 'all', historyDays: '30', horizon: '5' };
      // Nothing is in the log before the second of the days.
      const { from } = await api.ask<Backtest>('/v1/forecast/backtest', asked);
      expect(from).toBe('2026-03-04T00:00:00.000000Z');
      expect((await backtest({ to: '2026-05-01' })).origins).toHaveLength(6);
      expect((await backtest({ percentiles: '85' })).calibration).toHaveLength(1);
      expect((await backtest({ at: '2026-05-02T00:00:00Z' })).origins).toHaveLength(6);
      expect((await backtest({ exclude: '2026-03-03..2026-05-31' })).skipped).toBe(12);
      expect((await backtest({ stream: other })).origins[0]?.happened).not.toBe(6);
      expect((await backtest({ days: 'working' })).skipped).toBe(0);
      expect((await backtest({ timeZone: 'Asia/Kathmandu' })).timeZone).toBe('Asia/Kathmandu');
      const items = await backtest({ items: '6' });
      // 0 2 1 0 3: the sixth item is there on the fifth day.
      expect(items.origins[0]).toMatchObject({ date: '2026-04-02', happened: '2026-04-06' });
    });

    test('as a table of either list', async () => {
      const asked = {
        ...{ stream: main, days: 'all', historyDays: '30', horizon: '5', percentiles: '85' },
        from: '2026-03-03',
      };
      expect((await csv('/v1/forecast/backtest', asked))[0]).toBe(
        'percentile,hits,origins,hitShare,hitIntervalFrom,hitIntervalTo,promisedShare,verdict',
      );
      expect((await csv('/v1/forecast/backtest', { ...asked, rows: 'origins' })).slice(0, 2)).toEqual([
        'date,happened,p85,p85Probability',
        '2026-04-02,6,3,0.91296',
      ]);
    });
  });

  test.each([
    ['how-many', { items: '0' }, 'items'],
    ['how-many', { items: '1,2' }, 'items'],
    ['how-many', { date: '2026-06-01' }, 'date'],
    ['how-many', { date: '2026-02-30' }, 'date'],
    ['how-many', { startDate: '0001-01-01' }, 'startDate'],
    ['how-many', { exclude: '2026-06-02..2026-06-01' }, 'exclude'],
    ['how-many', { percentiles: '0' }, 'percentiles'],
    ['how-many', { method: 'simulate', date: '2030-06-01' }, 'trials'],
    ['how-many', { at: '2027-01-01T00:00:00Z' }, 'at'],
    ['when', {}, 'items'],
    ['when', { items: '5..4' }, 'items'],
    ['when', { items: '5', remainingOf: 'X' }, 'items'],
    ['when', { remainingOf: 'NOBODY' }, 'remainingOf'],
    ['when', { items: '5,5', streams: 'main,main' }, 'streams'],
    ['backtest', { horizon: '0' }, 'horizon'],
    ['backtest', { items: '1..2' }, 'items'],
    ['backtest', { from: '1990-01-01', step: '1' }, 'step'],
  ])('%s refuses %o and says what is wrong', async (path, query, parameter) => {
    const response = await api.app.request(
      addressOf(`/v1/forecast/${path}`, { stream: main, ...(query as Record<string, string>) }),
    );
    expect([response.status, await response.json()]).toMatchObject([400, { parameter }]);
  });

  test('a minute later nothing has changed, and the answer is 304', async () => {
    const address = addressOf('/v1/forecast/when', { stream: main, items: '6' });
    const etag = (await api.app.request(address)).headers.get('etag') ?? '';
    api.setNow(AT + 60_000_000);
    const later = await api.app.request(address, { headers: { 'If-None-Match': etag } });
    api.setNow(AT + DAY);
    const tomorrow = await api.app.request(address, { headers: { 'If-None-Match': etag } });
    api.setNow(AT);
    expect([later.status, tomorrow.status]).toEqual([304, 200]);
  });

  test.skipIf(!hasSharedData)('two years of real items: how often the forecasts came true', async () => {
    const spells = samplepathSpells().map(({ beganAt, endedAt }) => ({
      enteredAt: beganAt,
      committedAt: beganAt,
      finishedAt: endedAt,
    }));
    const { name } = await writeHistory(database.pool, historyOfItems(spells), {
      timeZone: 'UTC',
      way: 'import',
    });
    const asked = { stream: name, from: '2022-02-17', to: '2024-01-15' };
    const answer = await api.ask<Backtest>('/v1/forecast/backtest', asked);
    expect(answer.calibration.map(({ hits, origins }) => [hits, origins])).toEqual([
      [26, 43],
      [33, 43],
      [36, 43],
      [40, 43],
    ]);
    expect(answer.calibration.map(({ promisedShare }) => promisedShare?.toFixed(4))).toEqual([
      '0.5460',
      '0.7457',
      '0.8896',
      '0.9779',
    ]);
    expect(answer.calibration.map(({ verdict }) => verdict).slice(2)).toEqual(['holds', 'overconfident']);
    expect(answer.origins[0]).toMatchObject({ date: '2022-05-18', happened: 7 });
    expect(answer.origins[0]?.promised.map(({ value }) => value)).toEqual([10, 8, 6, 4]);
    const dates = await api.ask<Backtest>('/v1/forecast/backtest', { ...asked, items: '10' });
    expect(dates.calibration.map(({ hits }) => hits)).toEqual([25, 32, 35, 41]);
    expect(dates).toMatchObject({ unresolved: 1, areOverlapping: true });
  });

  /** The lines of a table. */
  async function csv(path: string, query: Record<string, string>): Promise<string[]> {
    const response = await api.app.request(addressOf(path, { ...query, format: 'csv' }));
    return (await response.text()).trim().split('\r\n');
  }
});
