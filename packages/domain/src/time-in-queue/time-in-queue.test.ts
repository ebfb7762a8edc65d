import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  elapsedBetween,
  resolveRange,
  type TimeInQueueTerms,
  timeInQueue,
  WorkingCalendar,
  workingBetween,
} from '../index.ts';
import { boardDay } from '../testing/analytics-board.ts';
import { boardItems } from '../testing/board-items.ts';
import { histories, ZONES } from '../testing/histories.ts';
import { naiveItems, naiveVisits } from '../testing/naive-fold.ts';
import { naivePercentile } from '../testing/naive-lead-time.ts';
import { isNaivelyInProgress, naivePieces } from '../testing/naive-pieces.ts';
import { naiveWorkingTimeBetween } from '../testing/naive-working-time.ts';

const { queues, items } = boardItems();
const terms: TimeInQueueTerms = {
  scope: 'finished',
  range: { from: boardDay(0), to: boardDay(15) },
  at: boardDay(15),
  measure: 'cycle',
  between: elapsedBetween,
  percentiles: [50, 85],
  method: 'nearest-rank',
  minimumSample: 5,
};
const days = (us: number | null | undefined) => (us === null || us === undefined ? us : us / DAY);

describe('finished items of the worked board', () => {
  const answer = timeInQueue(items, queues, terms);

  test('each item has its cycle time and its active time', () => {
    const rows = answer.items.map((row) => [row.item.letter, days(row.totalUs), days(row.activeUs)]);
    expect(rows).toEqual([
      ['A', 5, 3],
      ['B', 9, 5],
      ['C', 6, 6],
      ['D', 12, 5],
      ['H', 0, 0],
      ['I', 6, 4],
    ]);
    const ratios = answer.items.map(({ efficiency }) => efficiency && Number(efficiency.toFixed(4)));
    expect(ratios).toEqual([0.6, 0.5556, 1, 0.4167, null, 0.6667]);
  });

  test('efficiency is pooled, and given for the median item', () => {
    const { pooled, median, activeUs, totalUs, blockedUs, waitingUs } = answer.efficiency;
    expect(pooled).toBeCloseTo(0.605263, 6);
    expect(median).toBe(0.6);
    expect([activeUs, waitingUs, blockedUs, totalUs].map(days)).toEqual([23, 15, 3, 38]);
  });

  test('rows add up to all cycle times, with a row for time in no queue', () => {
    const rows = answer.queues.map(({ queue, totalUs }) => [queue?.name ?? null, days(totalUs)]);
    expect(rows).toEqual([
      ['backlog', 0],
      ['ready', 6],
      ['dev', 17],
      ['review', 5],
      ['test', 9],
      [null, 1],
    ]);
    expect(answer.queues.map(({ averageItems, growth }) => [averageItems, growth])).toEqual(
      Array(6).fill([null, null]),
    );
  });

  test('B was in dev and review twice, and I in test', () => {
    const rows = answer.queues.map(({ queue, visits, items, returns }) => [
      queue?.name,
      visits,
      items,
      returns,
    ]);
    expect(rows.slice(1, 5)).toEqual([
      ['ready', 4, 4, 0],
      ['dev', 6, 5, 1],
      ['review', 4, 3, 1],
      ['test', 6, 5, 1],
    ]);
  });

  test('the same rows give the figures of other tools, which ignore blocks or leave them out of both terms', () => {
    const { activeUs, totalUs, blockedUs } = answer.efficiency;
    expect((activeUs + blockedUs) / totalUs).toBeCloseTo(0.684211, 6);
    expect(activeUs / (totalUs - blockedUs)).toBeCloseTo(0.657143, 6);
  });
});

describe('the window of the worked board', () => {
  const answer = timeInQueue(items, queues, { ...terms, scope: 'window' });
  const dev = answer.queues.find(({ queue }) => queue?.name === 'dev');

  test('rows add up to all spells', () => {
    expect(answer.queues.map(({ totalUs }) => days(totalUs))).toEqual([0, 15, 28, 6, 9, 0]);
    expect(days(answer.efficiency.totalUs)).toBe(58);
  });

  test('dev is the bottleneck, and these are its facts', () => {
    expect(answer.bottleneck?.name).toBe('dev');
    expect(dev?.heldShare).toBeCloseTo(0.741379, 6);
    expect(dev?.waitShare).toBe(15 / 43);
    expect([dev?.arrivals, dev?.departures, dev?.growth, dev?.isGrowing]).toEqual([8, 7, 1, false]);
    expect(dev?.averageItems).toBe(28 / 15);
  });

  test('with too few items no bottleneck is named', () => {
    expect(
      timeInQueue(items, queues, { ...terms, scope: 'window', minimumSample: 10 }).bottleneck,
    ).toBeNull();
  });

  test('dev held three items or fewer for 85 % of the time', () => {
    expect(dev?.wipLevels?.map(({ items, share }) => [items, share * 15])).toEqual([
      [0, 2],
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 1],
    ]);
    expect(dev?.wipLevel85).toBe(3);
  });

  test.each([
    [0, 5, 1.8],
    [5, 10, 2.4],
    [10, 15, 1.4],
  ])('from day %i to %i dev held %f items on average', (from, to, mean) => {
    const range = { from: boardDay(from), to: boardDay(to) };
    const third = timeInQueue(items, queues, { ...terms, scope: 'window', range });
    expect(third.queues.find(({ queue }) => queue?.name === 'dev')?.averageItems).toBeCloseTo(mean, 12);
  });

  test.each([
    // Dev: 3 on average in the first third, 3.5 in the last; test: 0.5 and 1.
    [2, 8, []],
    // From nothing to 2.5 in dev (C, D, and B for a day), 1 in review (A, then B) and 1 in test (I and A for a day).
    [0, 6, ['dev', 'review', 'test']],
  ])('from day %i to %i these grew: %j', (from, to, growing) => {
    const range = { from: boardDay(from), to: boardDay(to) };
    const { queues: rows } = timeInQueue(items, queues, { ...terms, scope: 'window', range });
    expect(rows.filter(({ isGrowing }) => isGrowing).map(({ queue }) => queue?.name)).toEqual(growing);
  });
});

const QUARTER = 15 * 60 * 1_000_000;

describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
  const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
  const cases = fc.record({
    history: histories(startsAt, 30),
    blockMarks: fc.array(fc.uniqueArray(fc.nat(30 * DAY), { maxLength: 4 }), { minLength: 8, maxLength: 8 }),
    span: fc.tuple(fc.nat(30 * DAY), fc.nat(30 * DAY)).filter(([a, b]) => a !== b),
    clock: fc.constantFrom('elapsed', 'working'),
    scope: fc.constantFrom<'finished' | 'window'>('finished', 'window'),
  });

  test('each piece of time is counted in the queue of its item, on both clocks', () => {
    fc.assert(
      fc.property(cases, ({ history, blockMarks, span, clock, scope }) => {
        const { rows, queues, hours, holidays } = history;
        const rules = { timeZone, hours, holidays };
        const isWorking = clock === 'working';
        const naive = (a: number, b: number) =>
          isWorking ? naiveWorkingTimeBetween(a, b, rules, QUARTER) : b - a;
        const [from = 0, to = 0] = span.map((us) => startsAt + us).sort((a, b) => a - b);
        const blocksOf = (itemId: number) => {
          const marks = (blockMarks[itemId - 1] ?? []).map((us) => startsAt + us).sort((a, b) => a - b);
          return marks.flatMap((blockedAt, n) =>
            n % 2 === 0 ? [{ blockedAt, unblockedAt: marks[n + 1] ?? null }] : [],
          );
        };
        const all = naiveItems(rows, queues).map((item) => ({
          ...item,
          visits: naiveVisits(rows, item.itemId),
          blocks: blocksOf(item.itemId),
        }));
        const answer = timeInQueue(all, queues, {
          ...terms,
          scope,
          range: { from, to },
          at: startsAt + 400 * DAY,
          between: isWorking ? workingBetween(new WorkingCalendar(rules)) : elapsedBetween,
          minimumSample: 0,
        });
        const counted = all.filter(
          ({ finishedAt }) =>
            scope === 'window' || (finishedAt !== null && finishedAt >= from && finishedAt < to),
        );
        const cuts = all.flatMap(({ blocks }) => blocks.flatMap((b) => [b.blockedAt, b.unblockedAt ?? to]));
        const whole =
          scope === 'window'
            ? { from, to }
            : { from: startsAt, to: Math.max(startsAt + 1, ...all.map((item) => item.finishedAt ?? 0)) };
        const sums = new Map(
          counted.map(({ itemId }) => [
            itemId,
            { active: 0, blocked: 0, total: 0, queues: new Map<number | null, number>() },
          ]),
        );
        const levels = new Map(queues.map(({ id }) => [id, new Map<number, number>()]));
        for (const piece of naivePieces(rows, queues, whole, cuts)) {
          const us = naive(piece.from, piece.to);
          for (const item of piece.items) {
            const sum = sums.get(item.itemId);
            const end = all.find(({ itemId }) => itemId === item.itemId)?.finishedAt;
            const isIn = isNaivelyInProgress(item);
            const isBetween = item.committedAt !== null && piece.from < (end ?? 0);
            if (!sum || !(scope === 'window' ? isIn : isBetween)) continue;
            sum.total += us;
            const place = isIn ? item.queueId : null;
            sum.queues.set(place, (sum.queues.get(place) ?? 0) + us);
            const isBlocked = blocksOf(item.itemId).some(
              (b) => b.blockedAt <= piece.from && piece.from < (b.unblockedAt ?? Infinity),
            );
            if (isIn && isBlocked) sum.blocked += us;
            const isActive = queues.find(({ id }) => id === item.queueId)?.kind === 'active';
            if (isIn && isActive && !isBlocked) sum.active += us;
          }
          for (const { id } of queues) {
            const there = piece.items.filter(
              (item) => isNaivelyInProgress(item) && item.queueId === id,
            ).length;
            levels.get(id)?.set(there, (levels.get(id)?.get(there) ?? 0) + us);
          }
        }
        for (const row of answer.items) {
          const sum = sums.get(row.item.itemId);
          expect([row.totalUs, row.activeUs, row.blockedUs, row.waitingUs]).toEqual([
            sum?.total,
            sum?.active,
            sum?.blocked,
            (sum?.total ?? NaN) - (sum?.active ?? NaN),
          ]);
        }
        const present = answer.items.map(({ item }) => item.itemId);
        for (const [itemId, sum] of sums) if (!present.includes(itemId)) expect(sum.total).toBe(0);
        const totalUs = [...sums.values()].reduce((sum, { total }) => sum + total, 0);
        expect(answer.queues.reduce((sum, row) => sum + row.totalUs, 0)).toBe(totalUs);
        for (const row of answer.queues) {
          const id = row.queue?.id ?? null;
          const own = [...sums.values()].flatMap((sum) => sum.queues.get(id) ?? []);
          expect(row.totalUs).toBe(own.reduce((sum, us) => sum + us, 0));
          // Visits of length 0 count as visits, so there can be more items than pieces of time.
          const lasting = own.filter((us) => us > 0);
          if (row.items === lasting.length) {
            expect(row.percentiles[0]?.value).toBe(naivePercentile(lasting, 50, 'nearest-rank'));
          } else expect(row.items).toBeGreaterThan(lasting.length);
          if (scope !== 'window' || id === null) continue;
          const lengthUs = naive(from, to);
          const shares = [...(levels.get(id) ?? [])].filter(([, us]) => us > 0);
          for (const [items, us] of shares) {
            expect(row.wipLevels?.find((level) => level.items === items)?.share).toBe(us / lengthUs);
          }
          if (lengthUs > 0) expect(row.averageItems).toBeCloseTo(row.totalUs / lengthUs, 9);
          expect(row.growth).toBe((row.arrivals ?? NaN) - (row.departures ?? NaN));
        }
        expect(answer.efficiency.pooled).toBe(
          totalUs === 0 ? null : [...sums.values()].reduce((sum, { active }) => sum + active, 0) / totalUs,
        );
      }),
      { numRuns: 40 },
    );
  });
});
