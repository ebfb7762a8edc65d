import type { AnswerTo } from '@kanban/api';
import { DAY, formatInstant, type Instant, resolveRange } from '@kanban/domain';
import {
  type AuditRow,
  type History,
  histories,
  type NaiveBlock,
  type NaiveTimeBetween,
  naiveAges,
  naiveBlockedTime,
  naiveCycleTimes,
  naiveFinishedItems,
  naiveWip,
  naiveWorkingTimeBetween,
  ZONES,
} from '@kanban/domain/testing';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from './testing/app-under-test.ts';
import { askAbout, filters, rowsThatFit } from './testing/filtered-history.ts';
import { type Way, writeBlocks, writeHistory } from './testing/history-in-database.ts';

/** Rules and clock changes lie on quarter hours. */
const STEP = 15 * 60_000_000;
const WIP_KINDS = ['backlog', 'buffer', 'active'];

interface Known {
  /** Of the items asked for, before the instant asked about. */
  rows: readonly AuditRow[];
  queues: History['queues'];
  at: Instant;
  time: NaiveTimeBetween;
  blocks: readonly NaiveBlock[];
}

describe.each(readerDatabases())('on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;
  beforeAll(async () => {
    database = await createTestDatabase(server, { chosenIds: true });
    api = appUnderTest(database.url);
  }, 300_000);
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
    const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
    const dates = {
      from: formatInstant(startsAt + DAY).slice(0, 10),
      to: formatInstant(startsAt + 6 * DAY).slice(0, 10),
    };
    const other = { from: dateOf(startsAt), to: dateOf(startsAt + DAY) };
    const cases = fc.record({
      history: histories(startsAt, 50),
      way: fc.constantFrom<Way>('import', 'sql'),
      filter: fc.constantFrom(...filters),
      atAfter: fc.integer({ min: 3 * DAY, max: 12 * DAY }),
      clock: fc.constantFrom('elapsed', 'working'),
      stops: fc.array(
        fc.record({
          item: fc.nat(),
          after: fc.integer({ min: 0, max: 8 * DAY }),
          length: fc.option(fc.integer({ min: 0, max: 3 * DAY })),
          reason: fc.constantFrom('vendor', 'no test data'),
        }),
        { maxLength: 12, size: 'max' },
      ),
    });

    test('stability, process behaviour, time in queue and blocked time of some items are what a walk through their rows gives', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, filter, atAfter, clock, stops }) => {
          const { name, history } = await writeHistory(database.pool, given, { timeZone, way });
          const blocks = blocksOf(history, startsAt, stops);
          await writeBlocks(database.pool, name, blocks);
          api.setNow(startsAt + 30 * DAY);
          const at = startsAt + atAfter;
          const range = resolveRange({ ...dates, timeZone, now: at });
          const span = { from: range.from, to: Math.min(range.to, at) };
          const known: Known = {
            rows: rowsThatFit(history, filter).filter(({ occurredAt }) => occurredAt < at),
            ...{ queues: history.queues, at, blocks },
            time: (a, b) =>
              clock === 'elapsed' ? b - a : naiveWorkingTimeBetween(a, b, { ...history, timeZone }, STEP),
          };
          const ask = askAbout(api, filter);
          const query = {
            ...{ stream: name, ...dates, at: formatInstant(at), clock },
            compareWith: `${other.from}..${other.to}`,
          };
          const before = resolveRange({ ...other, timeZone, now: at });
          const stability = await ask<AnswerTo<'/v1/stability'>>('/v1/stability', query);
          stabilityIsRight(stability.window, known, span);
          stabilityIsRight(stability.comparison?.summary.window, known, before);
          timeInQueueIsRight(await ask('/v1/time-in-queue', query), known, span);
          blockedIsRight(await ask('/v1/blocked', query), known, span);
          const family = 'throughput,arrivals,wip,totalAge,cycleTime';
          const behaviour = await ask<AnswerTo<'/v1/process-behaviour'>>('/v1/process-behaviour', {
            ...{ ...query, family },
          });
          behaviourIsRight(behaviour, known, span);
          averagesAreRight(behaviour, known, before);
        }),
        { numRuns: 6, interruptAfterTimeLimit: 40_000 },
      );
    });
  });
});

type Span = { from: Instant; to: Instant };

/** Of an item they never overlap, and none follows one that lasts. */
function blocksOf(
  { items }: History,
  startsAt: Instant,
  stops: readonly { item: number; after: number; length: number | null; reason: string }[],
): NaiveBlock[] {
  const free = new Map<number, Instant>();
  return stops
    .toSorted((a, b) => a.after - b.after)
    .flatMap(({ item, after, length, reason }) => {
      const itemId = items[item % items.length]?.itemId ?? 0;
      const blockedAt = startsAt + after;
      if (blockedAt < (free.get(itemId) ?? 0)) return [];
      const unblockedAt = length === null ? null : blockedAt + length;
      free.set(itemId, (unblockedAt ?? Infinity) + 1);
      return [{ itemId, reason, blockedAt, unblockedAt }];
    });
}

function dateOf(at: Instant): string {
  return formatInstant(at).slice(0, 10);
}

type Window = AnswerTo<'/v1/stability'>['window'];

function stabilityIsRight(window: Window | undefined, known: Known, span: Span): void {
  const { rows, queues, time } = known;
  const naive = naiveWip(rows, queues, span, time);
  const atStart = naiveAges(rows, queues, span.from, time);
  const cycles = naiveCycleTimes(rows, queues, span, time);
  expect(window).toMatchObject({
    itemMs: naive.itemUs / 1000,
    items: atStart.length + naive.arrivals,
    arrivals: naive.arrivals,
    departures: naive.departures.finished + naive.departures.dropped,
    wipStart: atStart.length,
    wipEnd: naive.ages.length,
  });
  const mean = cycles.length === 0 ? null : sumOf(cycles) / cycles.length / 1000;
  if (mean === null) expect(window?.meanCycleTimeMs).toBeNull();
  else expect(window?.meanCycleTimeMs).toBeCloseTo(mean, 3);
}

/** Each chapter of an item's story, cut to the time between committed and finished, belongs to its queue or to none. */
function timeInQueueIsRight(
  { queues: shown, efficiency }: AnswerTo<'/v1/time-in-queue'>,
  { rows, queues, time }: Known,
  span: Span,
): void {
  const expected = new Map<string | null, number>();
  let total = 0;
  for (const { story, committedAt, finishedAt } of naiveFinishedItems(rows, queues, span)) {
    if (committedAt === null) continue;
    total += time(committedAt, finishedAt);
    story.forEach(({ at, queueId }, place) => {
      const from = Math.max(at, committedAt);
      const to = Math.min(story[place + 1]?.at ?? finishedAt, finishedAt);
      if (from >= to) return;
      const queue = queues.find(({ id, kind }) => id === queueId && WIP_KINDS.includes(kind));
      const key = queue?.name ?? null;
      expected.set(key, (expected.get(key) ?? 0) + time(from, to));
    });
  }
  const some = <Key>(entries: [Key, number][]) => new Map(entries.filter(([, ms]) => ms > 0));
  expect(some(shown.map(({ queue, totalMs }) => [queue, totalMs]))).toEqual(
    some([...expected].map(([queue, us]) => [queue, us / 1000])),
  );
  expect(efficiency.totalMs).toBe(total / 1000);
}

/** In all, by reason and by queue; and of what was finished, whatever was blocked before the range. */
function blockedIsRight(answer: AnswerTo<'/v1/blocked'>, known: Known, span: Span): void {
  const { rows, queues, time, blocks, at } = known;
  const naive = naiveBlockedTime(rows, queues, blocks, span, time);
  const { itemUs, lengthUs } = naiveWip(rows, queues, span, time);
  const blockedUs = sumOf(naive.map(({ us }) => us));
  expect(answer.total.blockedMs).toBe(blockedUs / 1000);
  expect(answer.total.shareOfWip).toEqual(itemUs === 0 ? null : blockedUs / itemUs);
  expect(answer.total.averageBlocked).toEqual(lengthUs === 0 ? null : blockedUs / lengthUs);
  const sums = (keyOf: (each: (typeof naive)[number]) => string) =>
    Object.fromEntries(
      [...Map.groupBy(naive, keyOf)]
        .map(([key, own]) => [key, sumOf(own.map(({ us }) => us)) / 1000] as const)
        .filter(([, ms]) => ms > 0),
    );
  const shown = (some: readonly (readonly [key: string, ms: number])[]) =>
    Object.fromEntries(some.filter(([, ms]) => ms > 0));
  expect(shown(answer.reasons.map(({ reason, blockedMs }) => [reason, blockedMs]))).toEqual(
    sums(({ reason }) => reason),
  );
  expect(shown(answer.queues.map(({ queue, blockedMs }) => [queue, blockedMs]))).toEqual(
    sums(({ queueId }) => queues.find(({ id }) => id === queueId)?.name ?? ''),
  );
  const finished = new Set(naiveFinishedItems(rows, queues, span).map(({ itemId }) => itemId));
  const since = Math.min(span.from, ...rows.map(({ occurredAt }) => occurredAt));
  const ofFinished = naiveBlockedTime(
    rows,
    queues,
    blocks.filter(({ itemId }) => finished.has(itemId)),
    { from: since, to: at },
    time,
  );
  expect(answer.finishedItems).toMatchObject({
    items: finished.size,
    blockedMs: sumOf(ofFinished.map(({ us }) => us)) / 1000,
  });
}

/** Only intervals that are over have a point. */
function behaviourIsRight({ families }: AnswerTo<'/v1/process-behaviour'>, known: Known, span: Span): void {
  const { rows, queues, time } = known;
  const valuesOf = (family: string) => families.find((each) => each.family === family)?.points ?? [];
  for (const { at, value } of valuesOf('throughput')) {
    const day = dayFrom(at, valuesOf('throughput'), span);
    if (day === null) continue;
    const naive = naiveWip(rows, queues, day, time);
    expect(value).toBe(naiveCycleTimes(rows, queues, day, time).length);
    const same = (family: string) => valuesOf(family).find((point) => point.at === at)?.value;
    expect([same('arrivals'), same('wip'), same('totalAge')]).toEqual([
      naive.arrivals,
      naive.ages.length,
      sumOf(naive.ages) / 1000,
    ]);
  }
  expect(valuesOf('cycleTime').map(({ value }) => value)).toEqual(
    naiveCycleTimes(rows, queues, span, time).map((us) => us / 1000),
  );
}

/** Of the other period: of what was finished each day, and of how long it took. */
function averagesAreRight({ comparison }: AnswerTo<'/v1/process-behaviour'>, known: Known, span: Span): void {
  const { rows, queues, time } = known;
  const cycles = naiveCycleTimes(rows, queues, span, time);
  const shown = (family: string) => comparison?.summary.families.find((each) => each.family === family);
  expect(shown('throughput')).toMatchObject({ points: 2, average: cycles.length / 2 });
  const [{ average = null, points = -1 } = {}] = [shown('cycleTime')];
  expect(points).toBe(cycles.length);
  if (cycles.length === 0) expect(average).toBeNull();
  else expect(average).toBeCloseTo(sumOf(cycles) / cycles.length / 1000, 3);
}

/** An interval ends where the next point is; the last one is left out. */
function dayFrom(at: string, points: readonly { at: string }[], { from }: Span): Span | null {
  const next = points[points.findIndex((point) => point.at === at) + 1];
  if (next === undefined) return null;
  const start = Date.parse(at) * 1000;
  return { from: Math.max(start, from), to: Date.parse(next.at) * 1000 };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
