import {
  type Clock,
  DAY,
  type DayCount,
  type FlowPolicy,
  flowInstants,
  formatInstant,
  HOUR,
  type IntervalUnit,
  intervalsOf,
  MINUTE,
  type Range,
  resolveRange,
} from '@kanban/domain';
import {
  type History,
  histories,
  naiveCumulativeFlow,
  naiveFinishedItems,
  naiveLeadTime,
  naivePercentile,
  naiveSla,
  naiveVisits,
  ZONES,
} from '@kanban/domain/testing';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from './testing/app-under-test.ts';
import { referenceOf, type Way, writeHistory } from './testing/history-in-database.ts';

const UNITS: IntervalUnit[] = ['hour', 'day', 'week', 'month'];
const POLICIES: FlowPolicy[] = ['occupancy', 'highWater'];
const RUNS = 12;

describe.each(readerDatabases())('on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(async () => {
    database = await createTestDatabase(server, { chosenIds: true });
    api = appUnderTest(database.url);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
    const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;

    const cut = fc.record({ row: fc.nat(), after: fc.integer({ min: 0, max: 20 * MINUTE }) });
    const cases = fc.record({
      history: histories(startsAt),
      way: fc.constantFrom<Way>('import', 'sql'),
      bounds: fc.option(fc.tuple(cut, cut)),
      unit: fc.constantFrom(...UNITS),
      nowAt: cut,
      dayCount: fc.constantFrom<DayCount>('exact', 'inclusive'),
      clockQueues: fc.tuple(fc.nat(), fc.nat()),
    });

    const dates = {
      from: formatInstant(startsAt - DAY).slice(0, 10),
      to: formatInstant(startsAt + 12 * DAY).slice(0, 10),
    };

    type Cut = { row: number; after: number };

    /** In the middle of things: most likely in a quarter hour in which an item moves. */
    function shortlyAfter({ rows }: History, { row, after }: Cut) {
      return (rows[row % (rows.length || 1)]?.occurredAt ?? startsAt) + after;
    }

    function boundsAt(history: History, cuts: [Cut, Cut]) {
      const [from, to] = cuts.map((at) => shortlyAfter(history, at)).sort((a, b) => a - b) as [
        number,
        number,
      ];
      return { from: formatInstant(from - HOUR), to: formatInstant(to) };
    }

    test('every metric, by both policies and every clock, equals a walk through the log', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, bounds, nowAt, unit, ...options }) => {
          const { name, history } = await writeHistory(database.pool, given, { timeZone, way });
          const now = shortlyAfter(history, nowAt);
          api.setNow(now);
          const { from, to } = bounds ? boundsAt(history, bounds) : dates;
          const range = resolveRange({ from, to, timeZone, now });
          const query = { stream: name, from, to };
          await flowIsRight(query, history, range, unit, now);
          await throughputIsRight(query, history, range, unit);
          await slaIsRight(query, history, range, unit);
          await leadTimeIsRight(query, history, range, options);
          await journeysAreRight(history);
        }),
        { numRuns: RUNS },
      );
    });
  });

  type Query = { stream: string; from: string; to: string };
  type Row = Record<string, unknown>;

  async function flowIsRight(
    query: Query,
    history: History,
    range: Range,
    interval: IntervalUnit,
    now: number,
  ) {
    const { rows, queues } = history;
    const instants = flowInstants(intervalsOf(range, interval), now);
    // Counting naively at each of 300 hours would be most of the time this takes.
    const some = (_: unknown, place: number) =>
      instants.length < 50 || place % 11 === 0 || place > instants.length - 3;
    for (const policy of POLICIES) {
      const { points } = await api.ask<{ points: Row[] }>('/v1/cumulative-flow', {
        ...query,
        interval,
        policy,
        at: formatInstant(now),
      });
      expect(points).toHaveLength(instants.length);
      const shown = points.filter(some).map(({ label: _, isComplete: __, ...point }) => point);
      const naive = naiveCumulativeFlow(rows, queues, instants.filter(some), policy);
      expect(shown).toEqual(
        naive.map((point) => ({
          ...point,
          at: formatInstant(point.at),
          queues: point.queues.map(({ queueId, ...counts }) => ({
            name: queues.find(({ id }) => id === queueId)?.name,
            ...counts,
          })),
        })),
      );
    }
  }

  async function throughputIsRight(
    query: Query,
    { rows, queues }: History,
    range: Range,
    interval: IntervalUnit,
  ) {
    const answer = await api.ask<{ total: number; intervals: Row[] }>('/v1/throughput', {
      ...query,
      interval,
    });
    const finished = naiveFinishedItems(rows, queues, range).map((item) => formatInstant(item.finishedAt));
    expect(answer.total).toBe(finished.length);
    for (const { start, end, finished: count } of answer.intervals) {
      expect(count).toBe(finished.filter((at) => at >= String(start) && at < String(end)).length);
    }
  }

  async function slaIsRight(query: Query, history: History, range: Range, interval: IntervalUnit) {
    const { rows, queues, items, policies, hours, holidays } = history;
    // Its calendar is that of the stream, which the range asked for is in as well.
    const terms = { policies, working: { timeZone: range.timeZone, hours, holidays } };
    const answer = await api.ask<{
      total: Row;
      intervals: (Row & { start: string; end: string; finished: number })[];
      worst: { misses: Row[] };
    }>('/v1/sla', { ...query, interval, worst: '200' });
    const { items: misses } = await api.ask<{ items: Row[] }>('/v1/sla/items', { ...query, limit: '10000' });
    const { missed, ...total } = naiveSla(rows, queues, items, terms, range);
    expect(answer.total).toEqual(total);
    expect(misses.map((miss) => miss.reference).sort()).toEqual(missed.map(referenceOf).sort());
    const byLateness = misses.toSorted((a, b) => Number(b.lateByMs) - Number(a.lateByMs));
    expect(answer.worst.misses).toEqual(byLateness.slice(0, 200));
    for (const { start, end, ...counts } of answer.intervals.filter(({ finished }) => finished > 0)) {
      const stretch = { from: Date.parse(start) * 1000, to: Date.parse(end) * 1000 };
      // Odd bounds have microseconds that Date does not read.
      if (formatInstant(stretch.from) !== start || formatInstant(stretch.to) !== end) continue;
      const { missed: _, ...expected } = naiveSla(rows, queues, items, terms, stretch);
      expect(counts).toMatchObject(expected);
    }
  }

  async function leadTimeIsRight(
    query: Query,
    { rows, queues }: History,
    range: Range,
    { dayCount, clockQueues }: { dayCount: DayCount; clockQueues: [number, number] },
  ) {
    const flow = queues.filter(({ kind }) => kind !== 'dropped');
    const [start, end] = clockQueues
      .map((n) => flow[n % flow.length])
      .sort((a, b) => (a?.position ?? 0) - (b?.position ?? 0));
    const clocks: [Clock, Record<string, string>][] = [
      ['lead', {}],
      ['cycle', { measure: 'cycle' }],
    ];
    if (start && end) {
      clocks.push([
        { startQueue: start.id, endQueue: end.id },
        { startQueue: start.name, endQueue: end.name },
      ]);
    }
    const unitUs = dayCount === 'exact' ? 1 : DAY;
    for (const [clock, parameters] of clocks) {
      const timing = { ...query, ...parameters, dayCount };
      const answer = await api.ask<{ sampleSize: number; unmeasured: number; percentiles: Row[] }>(
        '/v1/lead-time',
        timing,
      );
      const { items } = await api.ask<{ items: Row[] }>('/v1/lead-time/items', { ...timing, limit: '10000' });
      const naive = naiveLeadTime(rows, queues, range, clock, dayCount);
      const measured = items.map(({ reference, startedAt, endedAt, leadTimeMs }) => ({
        reference,
        startedAt,
        endedAt,
        leadTimeMs,
      }));
      const byReference = (a: Row, b: Row) => String(a.reference).localeCompare(String(b.reference));
      const expected: Row[] = naive.rows.map((row) => ({
        reference: referenceOf(row.itemId),
        startedAt: formatInstant(row.startedAt),
        endedAt: formatInstant(row.endedAt),
        leadTimeMs: (row.duration * unitUs) / 1000,
      }));
      expect(measured.sort(byReference)).toEqual(expected.sort(byReference));
      expect(answer.sampleSize).toBe(naive.rows.length);
      expect(answer.unmeasured).toBe(naive.unmeasured);
      const sample = naive.rows.map((row) => row.duration);
      for (const { percentile, leadTimeMs } of answer.percentiles) {
        const value = naivePercentile(sample, Number(percentile), 'nearest-rank');
        expect(leadTimeMs).toBe(value === null ? null : (value * unitUs) / 1000);
      }
    }
  }

  async function journeysAreRight({ rows, queues, items }: History) {
    for (const { itemId } of items.slice(0, 2)) {
      const answer = await api.ask<{ visits: Row[]; moves: Row[] }>(`/v1/work-items/${referenceOf(itemId)}`);
      expect(answer.visits.map(({ queue, enteredAt, leftAt }) => ({ queue, enteredAt, leftAt }))).toEqual(
        naiveVisits(rows, itemId).map(({ queueId, enteredAt, leftAt }) => ({
          queue: queues.find(({ id }) => id === queueId)?.name,
          enteredAt: formatInstant(enteredAt),
          leftAt: leftAt === null ? null : formatInstant(leftAt),
        })),
      );
      expect(answer.moves).toHaveLength(rows.filter((row) => row.itemId === itemId).length);
    }
  }
});
