import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BlockedTerms,
  blocked,
  clusterKey,
  DAY,
  elapsedBetween,
  resolveRange,
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
const terms: BlockedTerms = {
  range: { from: boardDay(0), to: boardDay(15) },
  at: boardDay(15),
  between: elapsedBetween,
  percentiles: [50, 85],
  method: 'nearest-rank',
  cluster: 'normalised',
};
const days = (us: number | null) => us && us / DAY;

describe('the worked board', () => {
  const answer = blocked(items, queues, terms);

  test('total', () => {
    const { total } = answer;
    expect([total.blocks, total.items, days(total.blockedUs)]).toEqual([4, 2, 8]);
    expect(total.shareOfWip).toBeCloseTo(0.137931, 6);
    expect(total.averageBlocked).toBe(8 / 15);
    expect([total.ended, days(total.meanUs), total.open]).toEqual([3, 2, 1]);
    expect(total.percentiles.map(({ value }) => days(value))).toEqual([2, 3]);
    expect(total.openPercentiles.map(({ value }) => days(value))).toEqual([2, 2]);
  });

  test('reasons, the one that cost most first', () => {
    const rows = answer.reasons.map((row) => [
      row.reason,
      row.blocks,
      row.items,
      days(row.blockedUs),
      row.share,
    ]);
    expect(rows).toEqual([
      ['vendor', 3, 2, 6, 0.75],
      ['no test data', 1, 1, 2, 0.25],
    ]);
    expect(answer.reasons.map(({ medianUs }) => days(medianUs))).toEqual([1, 2]);
    expect(answer.clusters.map(({ cumulativeShare }) => cumulativeShare)).toEqual([0.75, 1]);
  });

  test('queues, and the matrix of queue and cause', () => {
    expect(
      answer.queues.map(({ queue, blocks, blockedUs }) => [queue.name, blocks, days(blockedUs)]),
    ).toEqual([
      ['dev', 3, 7],
      ['test', 1, 1],
    ]);
    const name = (id: number) => queues.find((queue) => queue.id === id)?.name;
    expect(answer.matrix.map(({ queueId, key, blockedUs }) => [name(queueId), key, days(blockedUs)])).toEqual(
      [
        ['dev', 'vendor', 5],
        ['dev', 'no test data', 2],
        ['test', 'vendor', 1],
      ],
    );
  });

  test('finished items', () => {
    const { finishedItems } = answer;
    expect([finishedItems.items, finishedItems.neverBlocked, days(finishedItems.blockedUs)]).toEqual([
      6, 5, 3,
    ]);
    expect(finishedItems.shareOfCycleTime).toBeCloseTo(0.078947, 6);
  });

  test('intervals are whole, in the order in which they began', () => {
    const rows = answer.intervals.map(({ itemId, durationUs }) => [
      String.fromCharCode(64 + itemId),
      days(durationUs),
    ]);
    expect(rows).toEqual([
      ['D', 2],
      ['E', 3],
      ['D', 1],
      ['E', 2],
    ]);
  });
});

describe('what a block is counted as', () => {
  const one = (blockedAt: number, unblockedAt: number | null) =>
    blocked(
      items
        .filter(({ letter }) => letter === 'A')
        .map((item) => ({
          ...item,
          blocks: [
            {
              reason: 'r',
              blockedAt: boardDay(blockedAt),
              unblockedAt: unblockedAt === null ? null : boardDay(unblockedAt),
            },
          ],
        })),
      queues,
      terms,
    ).total;

  test('before the commitment and after the finish: outside, in no other figure', () => {
    expect(one(0, 1)).toMatchObject({ blocks: 0, blockedUs: 0, outsideUs: DAY });
    expect(one(7, null)).toMatchObject({ blocks: 0, blockedUs: 0, outsideUs: 8 * DAY, open: 0 });
    expect(one(0, 8)).toMatchObject({ blocks: 1, blockedUs: 5 * DAY, outsideUs: 3 * DAY, meanUs: 8 * DAY });
  });

  test('blocked and unblocked in one instant: a block of 0', () => {
    expect(one(3, 3)).toMatchObject({ blocks: 1, items: 1, blockedUs: 0, ended: 1, meanUs: 0 });
  });

  test('reasons are taken together without case, blanks at the ends and double blanks', () => {
    expect(clusterKey('  Vendor\t\tX ', 'normalised')).toBe('vendor x');
    expect(clusterKey('  Vendor\t\tX ', 'exact')).toBe('  Vendor\t\tX ');
    const blocks = ['Vendor', 'vendor '].map((reason, n) => ({
      reason,
      blockedAt: boardDay(2 + n),
      unblockedAt: boardDay(2 + n) + DAY / 2,
    }));
    const answer = blocked([{ ...(items[0] as (typeof items)[number]), blocks }], queues, terms);
    expect(answer.clusters).toMatchObject([
      { key: 'vendor', reasons: ['Vendor', 'vendor '], blocks: 2, share: 1 },
    ]);
    expect(answer.reasons.map(({ reason }) => reason)).toEqual(['Vendor', 'vendor ']);
  });
});

const QUARTER = 15 * 60 * 1_000_000;
const REASONS = ['Vendor', ' vendor', 'test data', ''];

describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
  const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
  const cases = fc.record({
    history: histories(startsAt, 30),
    blockMarks: fc.array(fc.uniqueArray(fc.nat(30 * DAY), { maxLength: 6 }), { minLength: 8, maxLength: 8 }),
    span: fc.tuple(fc.nat(30 * DAY), fc.nat(30 * DAY)).filter(([a, b]) => a !== b),
    clock: fc.constantFrom('elapsed', 'working'),
  });

  test('blocked time is what lies in pieces of time that were blocked and in progress, by both clocks', () => {
    fc.assert(
      fc.property(cases, ({ history, blockMarks, span, clock }) => {
        const { rows, queues, hours, holidays } = history;
        const rules = { timeZone, hours, holidays };
        const isWorking = clock === 'working';
        const naive = (a: number, b: number) =>
          isWorking ? naiveWorkingTimeBetween(a, b, rules, QUARTER) : b - a;
        const [from = 0, to = 0] = span.map((us) => startsAt + us).sort((a, b) => a - b);
        const all = naiveItems(rows, queues).map((item) => {
          const marks = (blockMarks[item.itemId - 1] ?? []).map((us) => startsAt + us).sort((a, b) => a - b);
          return {
            ...item,
            visits: naiveVisits(rows, item.itemId),
            blocks: marks.flatMap((blockedAt, n) =>
              n % 2 === 0
                ? [
                    {
                      blockedAt,
                      unblockedAt: marks[n + 1] ?? null,
                      reason: REASONS[n % REASONS.length] as string,
                    },
                  ]
                : [],
            ),
          };
        });
        const answer = blocked(all, queues, {
          ...terms,
          range: { from, to },
          at: startsAt + 400 * DAY,
          between: isWorking ? workingBetween(new WorkingCalendar(rules)) : elapsedBetween,
        });
        const cuts = all.flatMap(({ blocks }) => blocks.flatMap((b) => [b.blockedAt, b.unblockedAt ?? to]));
        let [inProgress, outside, wip] = [0, 0, 0];
        const byQueue = new Map<number | null, number>();
        const byReason = new Map<string, number>();
        for (const piece of naivePieces(rows, queues, { from, to }, cuts)) {
          const us = naive(piece.from, piece.to);
          for (const { itemId, blocks } of all) {
            // An item may be blocked before it enters.
            const item = piece.items.find((each) => each.itemId === itemId);
            const isIn = item !== undefined && isNaivelyInProgress(item);
            if (isIn) wip += us;
            const block = blocks.find(
              (b) => b.blockedAt <= piece.from && piece.from < (b.unblockedAt ?? Infinity),
            );
            if (block && !isIn) outside += us;
            if (!block || !isIn) continue;
            inProgress += us;
            byQueue.set(item.queueId, (byQueue.get(item.queueId) ?? 0) + us);
            byReason.set(block.reason, (byReason.get(block.reason) ?? 0) + us);
          }
        }
        const { total } = answer;
        expect([total.blockedUs, total.outsideUs]).toEqual([inProgress, outside]);
        expect(total.shareOfWip).toBe(wip === 0 ? null : inProgress / wip);
        for (const { queue, blockedUs } of answer.queues) expect(blockedUs).toBe(byQueue.get(queue.id) ?? 0);
        for (const { reason, blockedUs } of answer.reasons) expect(blockedUs).toBe(byReason.get(reason) ?? 0);
        const sum = (list: { blockedUs: number }[]) =>
          list.reduce((all, { blockedUs }) => all + blockedUs, 0);
        for (const list of [answer.queues, answer.reasons, answer.clusters, answer.matrix])
          expect(sum(list)).toBe(inProgress);
        const ended = answer.intervals.filter(
          ({ block }) => block.unblockedAt !== null && block.unblockedAt >= from && block.unblockedAt < to,
        );
        const lengths = ended.map(({ block }) => naive(block.blockedAt, block.unblockedAt as number));
        expect(total.percentiles[1]?.value ?? null).toBe(naivePercentile(lengths, 85, 'nearest-rank'));
        expect(total.ended + total.open).toBe(total.blocks);
        const costs = answer.clusters.map(({ blockedUs }) => blockedUs);
        expect(costs).toEqual(costs.toSorted((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });
});
