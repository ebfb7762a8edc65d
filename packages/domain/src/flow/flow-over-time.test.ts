import { describe, expect, test } from 'vitest';
import { DAY, elapsedBetween, flowOverTime, intervalsOf, type Range } from '../index.ts';
import { analyticsBoard, boardDay } from '../testing/analytics-board.ts';
import { finishedItems } from '../testing/finished-items.ts';
import { samplepathSpells } from '../testing/samplepath.ts';
import { hasSharedData, sharedExamples } from '../testing/shared-data.ts';
import { spellsOfRows } from '../testing/spells-of-rows.ts';

const { rows, queues } = analyticsBoard();
const spells = spellsOfRows(rows, queues);

function boardFlow(from: number, to: number, at = 15) {
  const range: Range = {
    ...{ from: boardDay(from), to: boardDay(to) },
    ...{ timeZone: 'UTC', fromLocal: '', toLocal: '' },
  };
  const items = finishedItems(rows, queues, { from: range.from, to: boardDay(at) });
  return flowOverTime(spells, items, intervalsOf(range, 'day'), boardDay(at), elapsedBetween);
}

describe('the board', () => {
  test('WIP and total age at the end of each day', () => {
    const { intervals } = boardFlow(0, 15);
    expect(intervals.map(({ wip }) => wip)).toEqual([0, 3, 5, 5, 4, 6, 5, 5, 4, 5, 4, 4, 3, 3, 2]);
    expect(intervals.map(({ totalAgeUs }) => totalAgeUs / DAY)).toEqual([
      0, 3, 8, 13, 14, 24, 24, 23, 21, 26, 21, 25, 23, 26, 16,
    ]);
  });

  test.skipIf(!hasSharedData)('every figure of every day is that computed elsewhere', () => {
    const days = boardFlow(0, 15).intervals.map((interval, place) => ({
      day: place + 1,
      arrivals: interval.arrivals,
      finishedDepartures: interval.departures.finished,
      droppedDepartures: interval.departures.dropped,
      wip: interval.wip,
      averageWip: interval.averageWip,
      totalAgeDays: interval.totalAgeUs / DAY,
      throughput: interval.throughput,
    }));
    expect(days).toEqual(sharedExamples().board.flowByDay);
  });

  test('a week of it has a flow debt of 1.4 days', () => {
    const { total } = boardFlow(5, 12);
    expect(total).toMatchObject({ arrivals: 5, netFlow: 0, throughput: 5, wip: 4 });
    expect((total?.averageWip ?? 0) * 7).toBeCloseTo(33, 9);
    expect((total?.approximateCycleTimeUs ?? 0) / DAY).toBeCloseTo(6.6, 9);
    expect((total?.meanCycleTimeUs ?? 0) / DAY).toBeCloseTo(5.2, 9);
    expect((total?.flowDebtUs ?? 0) / DAY).toBeCloseTo(1.4, 9);
  });

  test('an unknown figure is null, and not 0', () => {
    expect(boardFlow(0, 1).total).toMatchObject({
      averageWip: 0,
      averageAgeUs: null,
      approximateCycleTimeUs: null,
      meanCycleTimeUs: null,
      flowDebtUs: null,
    });
  });

  test('the current interval shows the present state, and later intervals are left out', () => {
    const { intervals, total, histogram } = boardFlow(9, 15, 10.5);
    expect(intervals.map(({ isComplete }) => isComplete)).toEqual([true, false]);
    expect(intervals[1]).toMatchObject({ wip: 4, averageWip: 4, throughput: 1, totalAgeUs: 19 * DAY });
    expect(total).toMatchObject({ arrivals: 2, netFlow: 0, averageWip: (5 + 2) / 1.5 });
    expect(histogram).toEqual([{ throughput: 1, intervals: 1 }]);
    expect(boardFlow(12, 15, 12)).toEqual({ intervals: [], total: null, histogram: [] });
  });

  test('items finished after the instant of the question do not count yet', () => {
    const range = { from: boardDay(0), to: boardDay(1), timeZone: 'UTC', fromLocal: '', toLocal: '' };
    const item = { committedAt: boardDay(0), finishedAt: boardDay(0.75) };
    const throughput = (at: number) =>
      flowOverTime([], [item], intervalsOf(range, 'day'), boardDay(at), elapsedBetween).total?.throughput;
    expect([0.5, 0.75, 1].map(throughput)).toEqual([0, 0, 1]);
  });

  test('the histogram counts days by how many items each finished', () => {
    expect(boardFlow(0, 15).histogram).toEqual([
      { throughput: 0, intervals: 9 },
      { throughput: 1, intervals: 6 },
    ]);
  });
});

test.skipIf(!hasSharedData)('samplepath: a quarter in which old work was left to age', () => {
  const [from, to] = [Date.UTC(2023, 0, 1) * 1000, Date.UTC(2023, 3, 1) * 1000];
  const spells = samplepathSpells();
  const items = spells.flatMap(({ committedAt, endedAt }) =>
    endedAt === null ? [] : [{ committedAt, finishedAt: endedAt }],
  );
  const range = { from, to, timeZone: 'UTC', fromLocal: '', toLocal: '' };
  const { total } = flowOverTime(spells, items, intervalsOf(range, 'week'), to, elapsedBetween);
  expect(total).toMatchObject({
    arrivals: 77,
    departures: { finished: 64, dropped: 0 },
    wip: 102,
    netFlow: 13,
  });
  expect(((total?.averageWip ?? 0) * (to - from)) / DAY).toBeCloseTo(8366.45, 3);
  expect((total?.approximateCycleTimeUs ?? 0) / DAY).toBeCloseTo(130.726, 3);
  expect((total?.meanCycleTimeUs ?? 0) / DAY).toBeCloseTo(96.599, 3);
  expect((total?.flowDebtUs ?? 0) / DAY).toBeCloseTo(34.126, 3);
});
