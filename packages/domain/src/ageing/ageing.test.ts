import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AgeingTerms,
  ageing,
  ageingAlert,
  DAY,
  elapsedBetween,
  MINIMUM_SAMPLE,
  paceOf,
  percentiles,
  readAge,
  readStateAt,
  resolveRange,
  WorkingCalendar,
  workingBetween,
} from '../index.ts';
import { boardDay } from '../testing/analytics-board.ts';
import { boardItems } from '../testing/board-items.ts';
import { histories, ZONES } from '../testing/histories.ts';
import { naiveItems, naiveVisits } from '../testing/naive-fold.ts';
import { naiveFinishedItems, naivePercentile } from '../testing/naive-lead-time.ts';
import { naivePace } from '../testing/naive-pace.ts';
import { naiveInProgress } from '../testing/naive-spells.ts';
import { naiveWorkingTimeBetween } from '../testing/naive-working-time.ts';

const WANTED = [50, 70, 85, 95];
const board = boardItems();
const boardTerms: AgeingTerms = {
  at: boardDay(15),
  measure: 'cycle',
  between: elapsedBetween,
  percentiles: WANTED,
  method: 'nearest-rank',
  minimumSample: 5,
  stalledDays: 5,
};
const finished = board.items.flatMap((item) =>
  item.finishedAt === null ? [] : [{ ...item, finishedAt: item.finishedAt }],
);
const open = board.items.flatMap((item) =>
  item.finishedAt === null && item.droppedAt === null && item.queueId !== null
    ? [{ ...item, queueId: item.queueId }]
    : [],
);
const boardPace = paceOf(finished, board.queues, 'cycle', elapsedBetween);
const boardAgeing = (terms: Partial<AgeingTerms> = {}) =>
  ageing(open, boardPace, board.queues, { ...boardTerms, ...terms });

describe('on the worked board, day 15', () => {
  test.each([
    ['ready', [0, 1, 1, 2, 2], [1, 2, 2, 2]],
    ['dev', [2, 3, 5, 7, 7], [5, 7, 7, 7]],
    ['review', [2, 4, 5, 8, 9], [5, 8, 9, 9]],
    ['test', [5, 6, 6, 9, 12], [6, 9, 12, 12]],
  ])('%s was passed at these ages, and these are its percentiles', (name, ages, lines) => {
    const stage = boardPace.find(({ queue }) => queue.name === name);
    expect([...(stage?.ages ?? [])].map((us) => us / DAY)).toEqual(ages);
    const pace = boardAgeing().stages.find(({ queue }) => queue.name === name)?.pace ?? [];
    expect(pace.map(({ value }) => (value as number) / DAY)).toEqual(lines);
    expect(pace.map(({ isMaximum }) => isMaximum)).toEqual([false, false, true, true]);
  });

  test('E is older than all that passed dev, and G than half of what passed review', () => {
    const rows = boardAgeing().items.map(({ item, ageUs, paceShare, exceeds }) => [
      item.letter,
      ageUs / DAY,
      paceShare,
      exceeds,
    ]);
    expect(rows).toEqual([
      ['E', 10, 1, 95],
      ['G', 6, 0.6, 50],
    ]);
  });

  test('an item at the line is not beyond it', () => {
    const at = boardDay(14);
    const review = boardPace.find(({ queue }) => queue.name === 'review');
    const onTheLine = { ...open[1], queueId: review?.queue.id, visits: open[1]?.visits } as (typeof open)[1];
    const [row] = ageing([onTheLine], boardPace, board.queues, { ...boardTerms, at }).items;
    expect([row?.ageUs, row?.exceeds]).toEqual([5 * DAY, null]);
  });

  test('blocks, stalls, time in the queue and the total are those of the log', () => {
    const [e, g] = boardAgeing().items;
    expect([e?.timeInQueueUs, e?.blockedUs, e?.isBlocked, e?.isStalled]).toEqual([
      9 * DAY,
      5 * DAY,
      true,
      true,
    ]);
    expect([g?.timeInQueueUs, g?.blockedUs, g?.isBlocked, g?.isStalled]).toEqual([DAY, 0, false, false]);
    expect(boardAgeing().age).toMatchObject({ items: 2, meanUs: 8 * DAY, totalUs: 16 * DAY });
  });

  test('a change of a field ends a stall, and a day less does too', () => {
    const touched = open.map((item) => ({ ...item, changedAt: boardDay(11) }));
    expect(ageing(touched, boardPace, board.queues, boardTerms).items[0]?.isStalled).toBe(false);
    expect(boardAgeing({ stalledDays: 10 }).items[0]?.isStalled).toBe(false);
  });

  test('too small a sample says nothing, and stages without items are there', () => {
    const { stages, items } = boardAgeing({ minimumSample: 6 });
    expect(items.map(({ paceShare, exceeds }) => [paceShare, exceeds])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(stages.map(({ queue, items }) => [queue.name, items.length])).toEqual([
      ['backlog', 0],
      ['ready', 0],
      ['dev', 1],
      ['review', 1],
      ['test', 0],
    ]);
  });

  test('an item asked for alone gets the same answer', () => {
    const read = readAge(boardPace, board.queues, boardTerms);
    expect(open.map(read).sort((a, b) => (b?.ageUs ?? 0) - (a?.ageUs ?? 0))).toEqual(boardAgeing().items);
    expect(read({ ...(open[0] as (typeof open)[number]), committedAt: boardDay(15) })).toBeNull();
    expect(read({ ...(open[0] as (typeof open)[number]), committedAt: null })).toBeNull();
  });

  test('by lead time an age begins when the item entered', () => {
    expect(boardAgeing({ measure: 'lead' }).items.map(({ ageUs }) => ageUs / DAY)).toEqual([13, 12]);
  });
});

test('an alert needs ten finished items, and an age over the line', () => {
  const sample = (n: number) => Float64Array.from({ length: n }, (_, place) => place + 1);
  expect(ageingAlert(100, sample(MINIMUM_SAMPLE - 1), 85)).toBeNull();
  expect(ageingAlert(9, sample(10), 85)).toBeNull();
  expect(ageingAlert(9.5, sample(10), 85)).toEqual({ percentile: 85, paceUs: 9, sampleSize: 10 });
});

const QUARTER = 15 * 60 * 1_000_000;

describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
  const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
  const cases = fc.record({
    history: histories(startsAt, 40),
    atAfter: fc.integer({ min: 0, max: 30 * DAY }),
    clock: fc.constantFrom('elapsed', 'working'),
    measure: fc.constantFrom('cycle', 'lead'),
  });

  test('ages, pace and bands are what the definitions say, by both clocks and measures', () => {
    fc.assert(
      fc.property(cases, ({ history, atAfter, clock, measure }) => {
        const { rows, queues, hours, holidays } = history;
        const at = (rows.at(-1)?.occurredAt ?? startsAt) + atAfter;
        const rules = { timeZone, hours, holidays };
        const isWorking = clock === 'working';
        const between = isWorking ? workingBetween(new WorkingCalendar(rules)) : elapsedBetween;
        const naive = (a: number, b: number) =>
          isWorking ? naiveWorkingTimeBetween(a, b, rules, QUARTER) : b - a;
        const state = readStateAt(queues, at);
        const items = [...new Set(rows.map(({ itemId }) => itemId))].flatMap((itemId) => {
          const now = state(naiveVisits(rows, itemId));
          if (!now || (now.finishedAt ?? now.droppedAt) !== null || now.queueId === null) return [];
          return [{ ...now, itemId, queueId: now.queueId, blocks: [], changedAt: null }];
        });
        const done = naiveFinishedItems(rows, queues, { from: startsAt, to: startsAt + 400 * DAY });
        const paces = paceOf(
          done.map((item) => ({ ...item, visits: naiveVisits(rows, item.itemId) })),
          queues,
          measure as 'cycle' | 'lead',
          between,
        );
        const expected = naivePace(
          rows,
          queues,
          { from: startsAt, to: startsAt + 400 * DAY },
          measure,
          naive,
        );
        expect(paces.map(({ queue, ages }) => [queue.id, [...ages]])).toEqual(
          expected.map(({ stage, ages }) => [stage.id, ages]),
        );
        // Its ages never fall from stage to stage, so the lines of no percentile do.
        for (const p of WANTED) {
          const lines = paces.map(({ ages }) => percentiles([...ages], [p])[0]?.value ?? 0);
          expect(lines).toEqual(lines.toSorted((a, b) => a - b));
        }
        const terms = { ...boardTerms, at, between, measure: measure as 'cycle' | 'lead', minimumSample: 2 };
        const answer = ageing(items, paces, queues, terms);
        const openNow = naiveItems(rows, queues, at).filter(
          (item) => item.finishedAt === null && item.droppedAt === null,
        );
        const population = measure === 'cycle' ? naiveInProgress(rows, queues, at) : openNow;
        const aged = population.map((item) => {
          const age = naive(measure === 'cycle' ? (item.committedAt as number) : item.enteredAt, at);
          const sample = expected.find(({ stage }) => stage.id === item.queueId)?.ages ?? [];
          const beyond = WANTED.filter((p) => (naivePercentile(sample, p, 'nearest-rank') ?? Infinity) < age);
          const isKnown = sample.length >= 2;
          return {
            itemId: item.itemId,
            ageUs: age,
            exceeds: isKnown ? (beyond.at(-1) ?? null) : null,
            paceShare: isKnown ? sample.filter((us) => us <= age).length / sample.length : null,
          };
        });
        const got = answer.items.map(({ item, ageUs, exceeds, paceShare }) => ({
          itemId: item.itemId,
          ageUs,
          exceeds,
          paceShare,
        }));
        expect(got.sort((a, b) => a.itemId - b.itemId)).toEqual(aged);
        expect(answer.age.totalUs).toBe(aged.reduce((sum, { ageUs }) => sum + ageUs, 0));
      }),
      { numRuns: 40 },
    );
  });
});
