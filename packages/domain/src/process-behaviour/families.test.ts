import { describe, expect, test } from 'vitest';
import {
  DAY,
  elapsedBetween,
  familyUnit,
  flowOverTime,
  HOUR,
  intervalFamilies,
  intervalPoints,
  intervalsOf,
  itemFamilies,
  itemPoints,
  processBehaviour,
  WorkingCalendar,
  workingTimeBetween,
} from '../index.ts';
import { analyticsBoard, boardDay } from '../testing/analytics-board.ts';
import { finishedItems } from '../testing/finished-items.ts';
import { spellsOfRows } from '../testing/spells-of-rows.ts';

const { rows, queues } = analyticsBoard();
const range = { from: boardDay(0), to: boardDay(15), timeZone: 'UTC', fromLocal: '', toLocal: '' };
const items = finishedItems(rows, queues, range);
const flow = (from: number, at: number) =>
  flowOverTime(
    spellsOfRows(rows, queues),
    items,
    intervalsOf({ ...range, from: range.from + from }, 'day'),
    boardDay(at),
    elapsedBetween,
  ).intervals;

describe('the behaviour of the board', () => {
  test('WIP rises to a new level, and says so', () => {
    const shown = intervalPoints('wip', flow(0, 15));
    const answer = processBehaviour(
      shown,
      shown.map(({ value }) => value),
      'zero',
    );
    expect(answer.limits?.average).toBeCloseTo(3.866667, 6);
    expect(answer.limits?.lower).toBeCloseTo(1.206667, 6);
    expect(answer.limits?.upper).toBeCloseTo(6.526667, 6);
    expect(answer.signals).toEqual([
      { rule: 'beyondLimit', side: 'below', from: 0, to: 0 },
      { rule: 'fourOfFive', side: 'above', from: 2, to: 9 },
      { rule: 'eightInARow', side: 'above', from: 2, to: 11 },
    ]);
  });

  test('intervals that last, or that the range cuts, have no point', () => {
    const whole = intervalPoints('arrivals', flow(0, 15));
    expect(whole.map(({ value }) => value)).toEqual([0, 3, 2, 0, 0, 2, 0, 1, 0, 2, 0, 0, 0, 0, 0]);
    expect(intervalPoints('arrivals', flow(HOUR, 14.5))).toEqual(whole.slice(1, 14));
  });

  test('age has no point where nothing was in progress', () => {
    const ages = intervalPoints('age', flow(0, 4));
    expect(ages.map(({ value }) => value / DAY)).toEqual([1, 1.6, 2.6]);
    expect(intervalPoints('totalAge', flow(0, 4)).map(({ value }) => value / DAY)).toEqual([0, 3, 8, 13]);
  });

  test('days without working time can be left out', () => {
    const calendar = new WorkingCalendar({
      timeZone: 'UTC',
      hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '09:00', ends: '17:00' })),
      holidays: ['2026-03-03'],
    });
    const points = intervalPoints(
      'throughput',
      flow(0, 15),
      ({ start, end }) => workingTimeBetween(start, end, calendar) > 0,
    );
    expect(points.map(({ at }) => (at - boardDay(0)) / DAY)).toEqual([0, 2, 3, 4, 7, 8, 9, 10, 11, 14]);
  });

  test('items come in the order of their finish, then by item, those of no time included', () => {
    const days = (family: (typeof itemFamilies)[number]) =>
      itemPoints(family, items.toReversed(), elapsedBetween).map(({ value }) => value / DAY);
    expect(days('cycleTime')).toEqual([5, 6, 6, 0, 9, 12]);
    expect(days('leadTime')).toEqual([6, 7, 8, 5, 10, 13]);
  });

  test('every family says what it counts', () => {
    expect(intervalFamilies.map(familyUnit)).toEqual([
      'items',
      'items',
      'items',
      'microseconds',
      'microseconds',
    ]);
    expect(itemFamilies.map(familyUnit)).toEqual(['microseconds', 'microseconds']);
  });
});
