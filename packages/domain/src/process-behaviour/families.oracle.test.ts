import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, itemPoints, localDate, resolveRange } from '../index.ts';
import { bothClocks } from '../testing/both-clocks.ts';
import { finishedItems } from '../testing/finished-items.ts';
import { histories, ZONES } from '../testing/histories.ts';
import { naiveItems } from '../testing/naive-fold.ts';
import { naiveCycleTimes } from '../testing/naive-wip.ts';

describe.each(ZONES)('points of items in $timeZone around $date', ({ timeZone, date }) => {
  const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;

  test('are the cycle and lead times of what was finished, in the order of its finish, by both clocks', () => {
    fc.assert(
      fc.property(histories(startsAt), fc.integer({ min: 1, max: 30 }), (history, length) => {
        const { rows, queues } = history;
        const day = (n: number) => localDate(startsAt + n * DAY, timeZone);
        const range = resolveRange({ from: day(0), to: day(length), timeZone, now: 0 });
        const items = finishedItems(rows, queues, range);
        const entered = new Map(naiveItems(rows, queues).map(({ itemId, enteredAt }) => [itemId, enteredAt]));
        for (const { timeBetween, naive } of bothClocks(history, timeZone)) {
          const cycle = itemPoints('cycleTime', items, timeBetween);
          expect(cycle.map(({ value }) => value)).toEqual(naiveCycleTimes(rows, queues, range, naive));
          for (const { item, at, value } of itemPoints('leadTime', items, timeBetween)) {
            expect(value).toBe(naive(entered.get(item.itemId) ?? NaN, at));
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
