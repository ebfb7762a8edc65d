import type { AnswerTo } from '@kanban/api';
import { DAY, flowInstants, formatInstant, intervalsOf, resolveRange } from '@kanban/domain';
import {
  boardDay,
  hasSharedData,
  histories,
  naiveCycleTimes,
  naiveWip,
  samplepathSpells,
  ZONES,
} from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { historyOfItems } from '../../testing/finished-history.ts';
import { type Way, writeHistory } from '../../testing/history-in-database.ts';

type Flow = AnswerTo<'/v1/flow'>;
type Stability = AnswerTo<'/v1/stability'>;
type Query = Record<string, string>;

const DAY_MS = 86_400_000;
const days = (ms: number | null | undefined) => (ms === null || ms === undefined ? ms : ms / DAY_MS);

describe.each(readerDatabases())('on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    const set = (letter: string, fields: Query) =>
      database.pool.query('UPDATE work_items SET ? WHERE reference = ?', [fields, board.referenceOf(letter)]);
    await set('C', { type: 'defect', assignee: 'ada' });
    await set('D', { class_of_service: 'expedite', parent: board.referenceOf('A') });
    api = appUnderTest(database.url);
  }, 300_000);
  afterAll(() => api.close());

  const range = { from: '2026-03-02', to: '2026-03-16' };
  const part = { from: '2026-03-07', to: '2026-03-13' };

  describe('flow of the worked board', () => {
    const ask = (query: Query = {}) => {
      api.setNow(boardDay(15));
      return api.ask<Flow>('/v1/flow', { stream: board.stream, ...range, ...query });
    };

    test('day by day', async () => {
      const { intervals, histogram } = await ask();
      expect(intervals.map(({ wip }) => wip)).toEqual([0, 3, 5, 5, 4, 6, 5, 5, 4, 5, 4, 4, 3, 3, 2]);
      expect(intervals.map(({ totalAgeMs }) => days(totalAgeMs))).toEqual([
        0, 3, 8, 13, 14, 24, 24, 23, 21, 26, 21, 25, 23, 26, 16,
      ]);
      expect(histogram).toEqual([
        { throughput: 0, intervals: 9 },
        { throughput: 1, intervals: 6 },
      ]);
      expect(intervals[0]).toMatchObject({ averageAgeMs: null, reasons: { averageAgeMs: 'noItems' } });
    });

    test('in total of a part: flow debt is what the averages differ by', async () => {
      const { total } = await ask(part);
      expect(total).toMatchObject({ arrivals: 5, netFlow: 0, throughput: 5, wip: 4, averageWip: 33 / 7 });
      expect([total?.approximateCycleTimeMs, total?.meanCycleTimeMs, total?.flowDebtMs].map(days)).toEqual([
        6.6,
        5.2,
        expect.closeTo(1.4, 9),
      ]);
    });

    test('interval, at, timeZone and dayCount', async () => {
      expect((await ask({ interval: 'week' })).intervals.map(({ wip }) => wip)).toEqual([5, 3, 2]);
      const then = await ask({ at: '2026-03-06T12:00:00Z' });
      expect(then.intervals.at(-1)).toMatchObject({ label: '2026-03-06', isComplete: false, wip: 4 });
      // I was finished then: it was reopened half a day later.
      expect(then.total?.throughput).toBe(1);
      // There day 5 has begun later than E's spell and I's second one, and day 11 lasts until after F was dropped.
      expect((await ask({ ...part, timeZone: 'America/New_York' })).total).toMatchObject({
        arrivals: 3,
        departures: { finished: 5, dropped: 1 },
      });
      expect((await ask(part)).total?.departures).toEqual({ finished: 5, dropped: 0 });
      const inclusive = await ask({ dayCount: 'inclusive' });
      // Both of the last two came days before, and touch the date of the instant too.
      expect(inclusive.intervals.at(-1)).toMatchObject({ totalAgeDays: 18, averageAgeDays: 9 });
      expect((await ask()).intervals.at(-1)).not.toHaveProperty('totalAgeDays');
    });

    test('clock', async () => {
      await database.pool.query('INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ?', [
        [1, 2, 3, 4, 5].map((weekday) => [board.stream, weekday, '09:00', '17:00']),
      ]);
      const [working, elapsed] = [
        await ask({ clock: 'working', type: 'defect' }),
        await ask({ type: 'defect' }),
      ];
      await database.pool.query('DELETE FROM working_hours');
      // C: three days of eight hours and a Monday.
      expect([working.total?.meanCycleTimeMs, elapsed.total?.meanCycleTimeMs].map(days)).toEqual([
        32 / 24,
        6,
      ]);
      const saturday = working.intervals.find(({ label }) => label === '2026-03-07');
      expect(saturday).toMatchObject({ averageWip: null, reasons: { averageWip: 'noWorkingTime' } });
    });

    test.each([
      [{}, 10],
      [{ type: 'defect' }, 1],
      [{ classOfService: 'expedite' }, 1],
      [{ assignee: '' }, 9],
      [{ parent: 'A' }, 1],
      [{ assignee: 'ada', fieldsAt: 'end' }, 0],
      [{ assignee: 'ada', fieldsAt: 'now' }, 1],
    ] as [Query, number][])('of %o there were %i spells', async ({ parent, ...query }, spells) => {
      const { total } = await ask({ ...query, ...(parent && { parent: board.referenceOf(parent) }) });
      expect(total?.arrivals).toBe(spells);
    });

    test('splitBy: groups are what their filter gives', async () => {
      const { groups } = await ask({ splitBy: 'type' });
      expect(groups.map(({ group, total }) => [group, total?.arrivals])).toEqual([
        ['defect', 1],
        ['story', 9],
      ]);
      const { intervals, total, histogram } = await ask({ type: 'defect' });
      expect(groups[0]).toEqual({ group: 'defect', intervals, total, histogram });
    });

    test('as CSV', async () => {
      const csv = async (query: Query) => {
        api.setNow(boardDay(15));
        const address = addressOf('/v1/flow', { stream: board.stream, ...range, format: 'csv', ...query });
        return parse(await (await api.app.request(address)).text(), { columns: true }) as Query[];
      };
      expect((await csv({}))[5]).toMatchObject({
        label: '2026-03-07',
        'departures.finished': '0',
        wip: '6',
        totalAgeInDays: '24',
      });
      expect((await csv({ rows: 'histogram' }))[0]).toEqual({ throughput: '0', intervals: '9' });
      expect((await csv({ splitBy: 'type' })).length).toBe(30);
    });

    test('dates are not counted by a working clock', async () => {
      const asked = { stream: board.stream, clock: 'working', dayCount: 'inclusive' };
      const response = await api.app.request(addressOf('/v1/flow', asked));
      expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'dayCount' }]);
    });
  });

  describe('stability of the worked board', () => {
    const ask = (query: Query = {}) => {
      api.setNow(boardDay(15));
      return api.ask<Stability>('/v1/stability', { stream: board.stream, ...range, ...query });
    };
    const holds = ({ checks }: Stability) =>
      Object.fromEntries(checks.map((each) => [each.check, each.holds]));

    test("Little's law is exact on the whole and on a part", async () => {
      const { window } = await ask();
      expect([window?.items, days(window?.itemMs), window?.averageWip, days(window?.averageMs)]).toEqual([
        10,
        58,
        58 / 15,
        5.8,
      ]);
      const { window: middle } = await ask(part);
      expect(middle).toMatchObject({ items: 9, wipStart: 4, wipEnd: 4, boundaryShare: 31 / 33 });
      expect([middle?.averageAgeStartMs, middle?.averageAgeEndMs].map(days)).toEqual([3.5, 6.25]);
      expect((middle?.ratePerDay ?? 0) * (days(middle?.averageMs) ?? 0)).toBeCloseTo(33 / 7, 9);
    });

    test('its assumptions one by one, by the tolerance', async () => {
      const answer = await ask(part);
      expect(holds(answer)).toEqual({
        ratesEqual: true,
        allFinish: false,
        wipSame: true,
        ageSteady: false,
        sameUnits: true,
      });
      expect(answer.checks.find(({ check }) => check === 'ageSteady')?.value).toBeCloseTo(0.785714, 6);
      expect(answer.checks.find(({ check }) => check === 'allFinish')?.value).toBe(0.25);
      expect(holds(await ask({ ...part, tolerance: '0.3' }))).toMatchObject({
        allFinish: true,
        ageSteady: false,
      });
    });

    test('of others: at, clock, filters, groups, intervals', async () => {
      expect((await ask({ at: '2026-03-06T12:00:00Z' })).window?.departures).toBe(1);
      expect((await ask({ type: 'defect' })).window?.items).toBe(1);
      expect((await ask({ assignee: '' })).window?.items).toBe(9);
      expect((await ask({ interval: 'week' })).series).toHaveLength(3);
      expect(
        (await ask({ splitBy: 'classOfService' })).groups.map(({ group, window }) => [group, window?.items]),
      ).toEqual([
        ['expedite', 1],
        ['standard', 9],
      ]);
    });
  });

  test.skipIf(!hasSharedData)('a real board: debt, and averages that never settle', async () => {
    const times = samplepathSpells().map(({ beganAt, endedAt }) => ({
      enteredAt: beganAt,
      committedAt: beganAt,
      finishedAt: endedAt,
    }));
    const { name } = await writeHistory(database.pool, historyOfItems(times), {
      timeZone: 'UTC',
      way: 'import',
    });
    api.setNow(Date.UTC(2024, 0, 16) * 1000);
    const quarter = { stream: name, from: '2023-01-01', to: '2023-03-31' };
    const { total } = await api.ask<Flow>('/v1/flow', { ...quarter, interval: 'month' });
    expect(total).toMatchObject({ arrivals: 77, departures: { finished: 64, dropped: 0 }, wip: 102 });
    const { approximateCycleTimeMs, meanCycleTimeMs, flowDebtMs } = total ?? {};
    expect([approximateCycleTimeMs, meanCycleTimeMs, flowDebtMs].map((ms) => days(ms)?.toFixed(3))).toEqual([
      '130.726',
      '96.599',
      '34.126',
    ]);
    const { window } = await api.ask<Stability>('/v1/stability', { ...quarter, interval: 'month' });
    expect(window?.items).toBe(166);
    expect(
      [window?.averageWip, window?.ratePerDay, days(window?.averageMs)].map((n) => n?.toFixed(6)),
    ).toEqual(['92.960556', '1.844444', '50.400302']);
    const whole = { stream: name, from: '2022-02-17', to: '2024-01-15' };
    for (const epsilon of ['0.05', '0.2']) {
      const { series, coherentShare } = await api.ask<Stability>('/v1/stability', { ...whole, epsilon });
      expect([series.filter(({ isCoherent }) => isCoherent !== null).length, coherentShare]).toEqual([
        671, 0,
      ]);
    }
  });

  test('epsilon: a steady stream is coherent, as nearly as anybody asks', async () => {
    const times = Array.from({ length: 40 }, (_, n) => ({
      enteredAt: boardDay(n),
      committedAt: boardDay(n),
      finishedAt: boardDay(n + 1) + DAY / 2,
    }));
    const { name } = await writeHistory(database.pool, historyOfItems(times), {
      timeZone: 'UTC',
      way: 'import',
    });
    api.setNow(boardDay(40));
    const asked = { stream: name, from: '2026-03-02', to: '2026-04-10' };
    // At the end of day 28 its 28 items had lasted 1.48 days each on average, the finished ones 1.5.
    const near = await api.ask<Stability>('/v1/stability', { ...asked, epsilon: '0.05' });
    const exact = await api.ask<Stability>('/v1/stability', { ...asked, epsilon: '0.001' });
    expect([near.coherentShare, exact.coherentShare]).toEqual([1, 0]);
  });

  describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
    const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
    const cases = fc.record({
      history: histories(startsAt, 60),
      way: fc.constantFrom<Way>('import', 'sql'),
      atAfter: fc.integer({ min: 1, max: 14 * DAY }),
      isFiltered: fc.boolean(),
    });

    test('flow is what a walk through the log gives, with a filter and without', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, atAfter, isFiltered }) => {
          const { name, history } = await writeHistory(database.pool, given, { timeZone, way });
          const at = startsAt + atAfter;
          api.setNow(startsAt + 30 * DAY);
          const dates = {
            from: formatInstant(startsAt - DAY).slice(0, 10),
            to: formatInstant(startsAt + 9 * DAY).slice(0, 10),
          };
          const asked = resolveRange({ ...dates, timeZone, now: at });
          const query = {
            stream: name,
            ...dates,
            at: formatInstant(at),
            ...(isFiltered && { type: 'defect' }),
          };
          const { intervals } = await api.ask<Flow>('/v1/flow', query);
          const kept = history.items.filter(({ type }) => !isFiltered || type === 'defect');
          const ids = new Set(kept.map(({ itemId }) => itemId));
          const rows = history.rows.filter(({ itemId }) => ids.has(itemId));
          const known = rows.filter(({ occurredAt }) => occurredAt < at);
          const elapsed = (a: number, b: number) => b - a;
          expect(intervals).toHaveLength(flowInstants(intervalsOf(asked, 'day'), at).length);
          for (const interval of intervals) {
            const span = {
              from: Date.parse(interval.start) * 1000,
              to: Math.min(Date.parse(interval.end) * 1000, at),
            };
            const naive = naiveWip(rows, history.queues, span, elapsed);
            const cycles = naiveCycleTimes(known, history.queues, span, elapsed);
            expect(interval).toMatchObject({
              arrivals: naive.arrivals,
              departures: naive.departures,
              wip: naive.ages.length,
              maxWip: naive.maxWip,
              throughput: cycles.length,
              totalAgeMs: naive.ages.reduce((sum, age) => sum + age, 0) / 1000,
            });
          }
        }),
        { numRuns: 8, interruptAfterTimeLimit: 40_000 },
      );
    });
  });
});
