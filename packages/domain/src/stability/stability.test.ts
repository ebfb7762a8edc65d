import { describe, expect, test } from 'vitest';
import {
  DAY,
  DEFAULT_STABILITY,
  elapsedBetween,
  type Interval,
  intervalsOf,
  reasonsOf,
  type Spell,
  stability,
  stabilityWhyNull,
  windowWhyNull,
} from '../index.ts';
import { analyticsBoard, boardDay } from '../testing/analytics-board.ts';
import { finishedItems } from '../testing/finished-items.ts';
import { samplepathSpells } from '../testing/samplepath.ts';
import { hasSharedData, sharedExamples, sharedRows } from '../testing/shared-data.ts';
import { spellsOfRows } from '../testing/spells-of-rows.ts';

const { rows, queues } = analyticsBoard();
const days = (from: number, to: number): Interval[] =>
  intervalsOf({ from, to, timeZone: 'UTC', fromLocal: '', toLocal: '' }, 'day');
const inDays = (us: number | null | undefined) => (us ?? NaN) / DAY;

function boardStability(from: number, to: number) {
  const range = { from: boardDay(from), to: boardDay(to) };
  const items = finishedItems(rows, queues, range);
  const answer = stability(
    spellsOfRows(rows, queues),
    items,
    days(range.from, range.to),
    boardDay(15),
    elapsedBetween,
  );
  if (!answer) throw new Error('no window');
  return answer;
}

describe('the board', () => {
  test('L = λ·W, from its beginning', () => {
    const { window } = boardStability(0, 15);
    expect(window).toMatchObject({
      items: 10,
      itemUs: 58 * DAY,
      wipStart: 0,
      wipEnd: 2,
      averageAgeStartUs: null,
    });
    expect(window.averageWip).toBeCloseTo(3.866667, 6);
    expect(window.ratePerDay).toBeCloseTo(0.666667, 6);
    expect(inDays(window.averageUs)).toBeCloseTo(5.8, 9);
  });

  test('and in a week of it, in which items are carried', () => {
    const { window, checks } = boardStability(5, 12);
    expect(window).toMatchObject({
      items: 9,
      itemUs: 33 * DAY,
      arrivals: 5,
      departures: 5,
      wipStart: 4,
      wipEnd: 4,
    });
    expect(window.averageWip).toBeCloseTo(4.714286, 6);
    expect(window.ratePerDay).toBeCloseTo(1.285714, 6);
    expect(inDays(window.averageUs)).toBeCloseTo(3.666667, 6);
    expect(inDays(window.averageAgeStartUs)).toBeCloseTo(3.5, 9);
    expect(inDays(window.averageAgeEndUs)).toBeCloseTo(6.25, 9);
    expect(window.boundaryShare).toBeCloseTo(31 / 33, 9);
    expect(checks.map(({ check, holds }) => [check, holds])).toEqual([
      ['ratesEqual', true],
      ['allFinish', false],
      ['wipSame', true],
      ['ageSteady', false],
      ['sameUnits', true],
    ]);
    expect(checks[1]?.value).toBe(0.25);
    expect(checks[1]?.says).toBe(
      '0 of 5 that ended were dropped (0 %); 1 of 4 open items older than 95 of 100 finished ones were (25 %): beyond the 10 % allowed for each. Too few items to judge.',
    );
    expect(checks[3]?.value).toBeCloseTo(0.785714, 6);
    expect(checks[3]?.says).toBe(
      'The average age of what is in progress rose by 79 %, beyond the 10 % allowed. Too few items to judge.',
    );
    // As samplepath counts: only what arrived in the window.
    expect((window.averageWip as number) / (window.arrivals / 7)).toBeCloseTo(6.6, 9);
  });

  test.skipIf(!hasSharedData)('both windows are those computed elsewhere', () => {
    for (const expected of sharedExamples().board.windows) {
      const { window } = boardStability(expected.range[0], expected.range[1]);
      expect(inDays(window.itemUs)).toBe(expected.itemDays);
      expect(window.items).toBe(expected.spellsPresent);
      expect(window.departures).toBe(expected.departures);
      expect(inDays(window.meanCycleTimeUs)).toBeCloseTo(expected.meanCycle, 6);
      expect(inDays(window.averageAgeEndUs)).toBeCloseTo(expected.averageAgeEnd, 6);
      expect(inDays(window.itemUs) / window.arrivals).toBeCloseTo(expected.wPerArrival, 6);
    }
  });

  test('there is no answer for a window that has not begun, nor about coherence in its first 28 days', () => {
    expect(stability([], [], days(boardDay(0), boardDay(2)), boardDay(0), elapsedBetween)).toBeNull();
    const { series, coherentShare } = boardStability(0, 15);
    expect(series.map(({ isCoherent }) => isCoherent)).toEqual(Array(15).fill(null));
    expect(coherentShare).toBeNull();
  });

  test('an empty window holds what can be held, and is silent on the rest', () => {
    const answer = stability([], [], days(boardDay(0), boardDay(2)), boardDay(5), elapsedBetween);
    expect(answer?.checks.map(({ value, holds }) => [value, holds])).toEqual([
      [null, true],
      [null, null],
      [null, true],
      [null, null],
      [0, true],
    ]);
    if (!answer) throw new Error('no window');
    expect(answer.window).toMatchObject({ averageWip: 0, ratePerDay: 0 });
    expect(reasonsOf(answer.window, windowWhyNull)).toEqual({
      averageUs: 'noItems',
      averageAgeStartUs: 'noItems',
      averageAgeEndUs: 'noItems',
      meanCycleTimeUs: 'nothingFinished',
      boundaryShare: 'noItems',
    });
    expect(reasonsOf(answer, stabilityWhyNull)).toEqual({ coherentShare: 'tooLittleHistory' });
  });
});

describe('a stream that takes one item a day and finishes it a day later', () => {
  const spell = (itemId: number, from: number, to: number | null): Spell => ({
    ...{ itemId, beganAt: boardDay(from), committedAt: boardDay(from) },
    ...{ endedAt: to === null ? null : boardDay(to), outcome: to === null ? null : 'finished' },
  });
  const steady = Array.from({ length: 40 }, (_, n) => spell(n, n, n + 1));
  const ask = (spells: readonly Spell[]) => {
    const items = steady.map(({ committedAt, endedAt }) => ({ committedAt, finishedAt: endedAt as number }));
    return stability(spells, items, days(boardDay(0), boardDay(40)), boardDay(40), elapsedBetween);
  };

  test('is coherent from the 28th day on', () => {
    const series = ask(steady)?.series ?? [];
    expect(series.map(({ isCoherent }) => isCoherent)).toEqual([
      ...Array(27).fill(null),
      ...Array(13).fill(true),
    ]);
    expect(ask(steady)?.coherentShare).toBe(1);
  });

  test('is not where many of its items were there from the start', () => {
    const carried = Array.from({ length: 5 }, (_, n) => spell(100 + n, -1, 0));
    expect(ask([...carried, ...steady])?.coherentShare).toBe(0);
  });

  test('has an open item that is as old as the finished ones, and one that is older', () => {
    const shareOlder = (since: number) =>
      ask([...steady.slice(0, 39), spell(200, since, null)])?.checks.find(
        ({ check }) => check === 'allFinish',
      )?.value;
    expect([shareOlder(39), shareOlder(38.9)]).toEqual([0, 1]);
  });
});

describe.skipIf(!hasSharedData)('samplepath', () => {
  const spells = samplepathSpells();
  const items = spells.flatMap(({ committedAt, endedAt }) =>
    endedAt === null ? [] : [{ committedAt, finishedAt: endedAt }],
  );
  const ask = (from: number, to: number, epsilon = DEFAULT_STABILITY.epsilon) =>
    stability(spells, items, days(from, to), to, elapsedBetween, { ...DEFAULT_STABILITY, epsilon });

  test('no day of two years is coherent, however far one looks away', () => {
    const [from, to] = [Date.UTC(2022, 1, 17) * 1000, Date.UTC(2024, 0, 16) * 1000];
    const answer = ask(from, to);
    expect(answer?.window.averageWip).toBeCloseTo(95.585627, 6);
    const last = answer?.series.at(-1);
    expect(inDays(last?.averageUs)).toBeCloseTo(108.662487, 5);
    expect(inDays(last?.meanCompletedUs)).toBeCloseTo(28.066462, 6);
    expect(answer?.series.filter(({ isCoherent }) => isCoherent === false).length).toBe(671);
    expect([answer?.coherentShare, ask(from, to, 0.2)?.coherentShare]).toEqual([0, 0]);
  });

  test('L, rate and w of every day equal the figures of the library itself', () => {
    const expected = sharedRows('samplepath-work-tracking/work_tracking.expected_finite_window_daily.csv');
    const from = Date.UTC(2022, 1, 17) * 1000;
    const series = ask(from, from + (expected.length - 1) * DAY)?.series ?? [];
    expect(series.length).toBe(expected.length - 1);
    series.forEach(({ averageWip, ratePerDay, averageUs }, place) => {
      const row = expected[place + 1];
      expect(averageWip).toBeCloseTo(Number(row?.L), 6);
      expect((ratePerDay as number) / 24).toBeCloseTo(Number(row?.Lambda_per_hour), 9);
      expect(inDays(averageUs) * 24).toBeCloseTo(Number(row?.w_hours), 5);
    });
  });

  test('a quarter', () => {
    const window = ask(Date.UTC(2023, 0, 1) * 1000, Date.UTC(2023, 3, 1) * 1000)?.window;
    expect(window?.items).toBe(166);
    expect(window?.averageWip).toBeCloseTo(92.960556, 6);
    expect(window?.ratePerDay).toBeCloseTo(1.844444, 6);
    expect(inDays(window?.averageUs)).toBeCloseTo(50.400302, 6);
    expect(inDays(window?.averageAgeStartUs)).toBeCloseTo(191.0, 2);
    expect(inDays(window?.averageAgeEndUs)).toBeCloseTo(188.07, 2);
  });
});
