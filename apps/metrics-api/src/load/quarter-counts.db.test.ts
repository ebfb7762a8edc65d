import { DAY, type Instant, intervalsOf, MINUTE, resolveRange } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../testing/app-under-test.ts';
import { loadQuarterCounts } from './quarter-counts.ts';
import { inSnapshot } from './snapshot.ts';

const QUEUES = [9_001, 9_002, 9_003];
const QUARTER = 15 * MINUTE;
/** So that both changes of the clock in Berlin lie within. */
const START = Date.UTC(2026, 2, 1) * 1000;
const LENGTH = 245 * DAY;

interface Row {
  queueId: number;
  startsAt: Instant;
  arrivals: number;
}

const ZONES = ['Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const rows = fc.array(
  fc.record({ queueId: fc.constantFrom(...QUEUES), place: fc.nat({ max: LENGTH / QUARTER }) }),
  { maxLength: 400 },
);
/** Days, hours and weeks of zones, and instants without any rhythm. */
const points = fc.oneof(
  fc
    .record({
      timeZone: fc.constantFrom(...ZONES),
      unit: fc.constantFrom('day' as const, 'hour' as const, 'week' as const),
      first: fc.integer({ min: 0, max: 200 }),
      days: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ timeZone, unit, first, days }) => {
      const dateAt = (day: number) => new Date((START + day * DAY) / 1000).toISOString().slice(0, 10);
      const range = resolveRange({ from: dateAt(first), to: dateAt(first + days), timeZone, now: START });
      return intervalsOf(range, unit).map(({ end }) => end);
    }),
  fc
    .uniqueArray(fc.nat({ max: LENGTH / QUARTER }), { minLength: 1, maxLength: 60 })
    .map((places) => places.sort((a, b) => a - b).map((place) => START + place * QUARTER)),
);

describe.each(readerDatabases())('on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;
  beforeAll(async () => {
    database = await createTestDatabase(server);
    api = appUnderTest(database.url);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  test('before each quarter hour stand the totals of the last row of each queue, whatever lies between', async () => {
    await fc.assert(
      fc.asyncProperty(rows, points, async (given, quarters) => {
        const written = await write(given.map(({ queueId, place }) => [queueId, START + place * QUARTER]));
        const counters = await inSnapshot({ ...api, isExhausted: () => false }, (snapshot) =>
          loadQuarterCounts(snapshot, QUEUES, quarters),
        );
        const found = counters.map(({ at, queueId, arrivals }) => [at, queueId, arrivals]);
        const expected = quarters.flatMap((at) =>
          QUEUES.map((queueId) => [at, queueId, lastBefore(written, queueId, at)]),
        );
        expect(sorted(found)).toEqual(sorted(expected));
      }),
      { numRuns: 60 },
    );
  });

  /** Each row with another total, and the zeros that every queue begins with. */
  async function write(starts: readonly (readonly [number, Instant])[]): Promise<Row[]> {
    const byPlace = new Map(
      starts.map(([queueId, startsAt]) => [`${queueId} ${startsAt}`, { queueId, startsAt }]),
    );
    const written = [
      ...QUEUES.map((queueId) => ({ queueId, startsAt: 0, arrivals: 0 })),
      ...[...byPlace.values()].map((row, place) => ({ ...row, arrivals: place + 1 })),
    ];
    await database.pool.query('DELETE FROM flow_counts WHERE queue_id IN (?)', [QUEUES]);
    await database.pool.query('INSERT INTO flow_counts (queue_id, interval_start, arrivals) VALUES ?', [
      written.map(({ queueId, startsAt, arrivals }) => [queueId, sqlInstant(startsAt), arrivals]),
    ]);
    return written;
  }
});

function lastBefore(rows: readonly Row[], queueId: number, at: Instant): number | undefined {
  const before = rows.filter((row) => row.queueId === queueId && row.startsAt < at);
  return before.reduce((last, row) => (row.startsAt >= last.startsAt ? row : last)).arrivals;
}

function sorted(rows: readonly (readonly (number | undefined)[])[]) {
  return [...rows].sort(([at = 0, queue = 0], [otherAt = 0, other = 0]) => at - otherAt || queue - other);
}
