import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, intervalsOf, localDate, resolveRange, stability } from '../index.ts';
import { bothClocks } from '../testing/both-clocks.ts';
import { finishedItems } from '../testing/finished-items.ts';
import { histories, ZONES } from '../testing/histories.ts';
import { naiveSpells } from '../testing/naive-spells.ts';
import { naiveAges, naiveCycleTimes, naiveWip } from '../testing/naive-wip.ts';
import { spellsOfRows } from '../testing/spells-of-rows.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? null : sum(values) / values.length);

describe.each(ZONES)('stability in $timeZone around $date', ({ timeZone, date }) => {
  const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
  const cases = fc.record({
    history: histories(startsAt, 60),
    first: fc.integer({ min: -30, max: 5 }),
    length: fc.integer({ min: 1, max: 40 }),
  });
  const day = (n: number) => localDate(startsAt + n * DAY, timeZone);

  test('L = λ·W in any window by both clocks, and every figure is what counting gives', () => {
    fc.assert(
      fc.property(cases, ({ history, first, length }) => {
        const { rows, queues } = history;
        const range = resolveRange({ from: day(first), to: day(first + length), timeZone, now: 0 });
        const items = finishedItems(rows, queues, range);
        for (const { timeBetween, naive } of bothClocks(history, timeZone)) {
          const answer = stability(
            spellsOfRows(rows, queues),
            items,
            intervalsOf(range, 'week'),
            range.to,
            timeBetween,
          );
          const window = answer?.window;
          const { arrivals, departures, itemUs, lengthUs, ages } = naiveWip(rows, queues, range, naive);
          const agesThen = naiveAges(rows, queues, range.from, naive);
          const inside = naiveSpells(rows, queues).filter(
            ({ beganAt, endedAt }) => beganAt >= range.from && endedAt !== null && endedAt < range.to,
          );
          const insideUs = sum(inside.map(({ beganAt, endedAt }) => naive(beganAt, endedAt as number)));
          expect(window).toMatchObject({
            ...{ itemUs, arrivals, departures: departures.finished + departures.dropped },
            ...{ items: agesThen.length + arrivals, wipStart: agesThen.length, wipEnd: ages.length },
            ...{ averageAgeStartUs: mean(agesThen), averageAgeEndUs: mean(ages) },
            meanCycleTimeUs: mean(naiveCycleTimes(rows, queues, range, naive)),
            boundaryShare: itemUs === 0 ? null : (itemUs - insideUs) / itemUs,
          });
          if (lengthUs === 0) expect(window?.averageWip).toBeNull();
          else {
            const rate = (window?.ratePerDay as number) / DAY;
            const product = rate * (window?.averageUs ?? 0);
            expect(Math.abs((window?.averageWip as number) - product)).toBeLessThan(1e-9);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test('each point of the series is the window up to there', () => {
    fc.assert(
      fc.property(cases, ({ history, first, length }) => {
        const { rows, queues } = history;
        const range = resolveRange({ from: day(first), to: day(first + length), timeZone, now: 0 });
        const [clock] = bothClocks(history, timeZone).slice(1);
        if (!clock) throw new Error('no clock');
        const { timeBetween, naive } = clock;
        const spells = spellsOfRows(rows, queues);
        const answer = stability(spells, [], intervalsOf(range, 'week'), range.to, timeBetween);
        for (const point of answer?.series ?? []) {
          const until = { from: range.from, to: point.at };
          const { arrivals, itemUs, lengthUs } = naiveWip(rows, queues, until, naive);
          const completed = naiveSpells(rows, queues).filter(
            ({ outcome, endedAt }) =>
              outcome === 'finished' && (endedAt as number) >= until.from && (endedAt as number) < until.to,
          );
          const lengths = completed.map(({ beganAt, endedAt }) => naive(beganAt, endedAt as number));
          const averageUs = arrivals === 0 ? null : itemUs / arrivals;
          const meanCompletedUs = mean(lengths);
          expect(point).toMatchObject({
            averageWip: lengthUs === 0 ? null : itemUs / lengthUs,
            ...{ averageUs, meanCompletedUs },
          });
          const carried = naiveAges(rows, queues, range.from, naive).length;
          const isJudged = point.at - range.from >= 28 * DAY && averageUs !== null && !!meanCompletedUs;
          const isClose = (value: number, other: number) => Math.abs(value - other) <= 0.05 * other;
          expect(point.isCoherent).toBe(
            isJudged ? isClose(averageUs, meanCompletedUs) && isClose(arrivals, arrivals + carried) : null,
          );
        }
      }),
      { numRuns: 25 },
    );
  });
});
