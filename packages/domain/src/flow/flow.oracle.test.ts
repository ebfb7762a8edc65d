import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, elapsedBetween, flowOverTime, intervalsOf, localDate, resolveRange } from '../index.ts';
import { bothClocks } from '../testing/both-clocks.ts';
import { finishedItems } from '../testing/finished-items.ts';
import { histories, ZONES } from '../testing/histories.ts';
import { naiveCycleTimes, naiveWip } from '../testing/naive-wip.ts';
import { spellsOfRows } from '../testing/spells-of-rows.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? null : sum(values) / values.length);

describe.each(ZONES)('flow over time in $timeZone around $date', ({ timeZone, date }) => {
  const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
  const cases = fc.record({
    history: histories(startsAt, 60),
    first: fc.integer({ min: -1, max: 5 }),
    length: fc.integer({ min: 1, max: 10 }),
    unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    atAfter: fc.integer({ min: 0, max: 16 * DAY }),
  });

  test('every interval and the total equal counting items one by one, on both clocks', () => {
    fc.assert(
      fc.property(cases, ({ history, first, length, unit, atAfter }) => {
        const { rows, queues } = history;
        const day = (n: number) => localDate(startsAt + n * DAY, timeZone);
        const range = resolveRange({ from: day(first), to: day(first + length), timeZone, now: 0 });
        const at = startsAt + atAfter;
        const known = rows.filter(({ occurredAt }) => occurredAt < at);
        const spells = spellsOfRows(rows, queues);
        const items = finishedItems(known, queues, range);
        for (const { timeBetween, naive } of bothClocks(history, timeZone)) {
          const answer = flowOverTime(spells, items, intervalsOf(range, unit), at, timeBetween);
          const stretches: { from: number; to: number; figures: unknown }[] = answer.intervals.map(
            ({ start, end, label, partial, isComplete, ...figures }) => {
              expect(isComplete).toBe(end <= at);
              return { from: start, to: Math.min(end, at), figures };
            },
          );
          if (answer.total) {
            stretches.push({ from: range.from, to: Math.min(range.to, at), figures: answer.total });
          }
          expect(stretches.length > 0).toBe(range.from < at);
          for (const { from, to, figures } of stretches) {
            const { arrivals, departures, itemUs, lengthUs, maxWip, ages } = naiveWip(
              rows,
              queues,
              { from, to },
              naive,
            );
            const cycles = naiveCycleTimes(known, queues, { from, to }, naive);
            const approximate = cycles.length === 0 ? null : itemUs / cycles.length;
            const cycle = mean(cycles);
            expect(figures).toEqual({
              ...{ arrivals, departures, maxWip, wip: ages.length, throughput: cycles.length },
              netFlow: arrivals - departures.finished - departures.dropped,
              averageWip: lengthUs === 0 ? null : itemUs / lengthUs,
              totalAgeUs: sum(ages),
              averageAgeUs: mean(ages),
              approximateCycleTimeUs: approximate,
              meanCycleTimeUs: cycle,
              flowDebtUs: approximate === null || cycle === null ? null : approximate - cycle,
            });
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test('net flow adds up to the change of WIP, and needs no spell from outside the range', () => {
    fc.assert(
      fc.property(cases, ({ history: { rows, queues }, first, length }) => {
        const day = (n: number) => localDate(startsAt + n * DAY, timeZone);
        const range = resolveRange({ from: day(first), to: day(first + length), timeZone, now: 0 });
        const spells = spellsOfRows(rows, queues);
        const some = spells.filter(
          ({ beganAt, endedAt }) => beganAt < range.to && (endedAt === null || endedAt >= range.from),
        );
        const timeBetween = elapsedBetween;
        const flow = (given: typeof spells) =>
          flowOverTime(given, [], intervalsOf(range, 'day'), range.to, timeBetween);
        const { intervals } = flow(some);
        const wipAt = (at: number) =>
          spells.filter(({ beganAt, endedAt }) => beganAt < at && (endedAt === null || endedAt >= at)).length;
        expect(sum(intervals.map(({ netFlow }) => netFlow))).toBe(wipAt(range.to) - wipAt(range.from));
        expect(flow(some)).toEqual(flow(spells));
      }),
    );
  });
});
