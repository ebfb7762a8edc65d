import type { AnswerTo } from '@kanban/api';
import { DAY, flowInstants, formatInstant, type Instant, intervalsOf, resolveRange } from '@kanban/domain';
import {
  type AuditRow,
  type History,
  histories,
  naiveCumulativeFlow,
  naiveFinishedItems,
  naiveLeadTime,
  naivePercentile,
  naiveWorkingTimeBetween,
  ZONES,
} from '@kanban/domain/testing';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from './testing/app-under-test.ts';
import { askAbout, filters, rowsThatFit } from './testing/filtered-history.ts';
import { type Way, writeHistory } from './testing/history-in-database.ts';

/** Rules and clock changes lie on quarter hours. */
const STEP = 15 * 60_000_000;

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
      to: formatInstant(startsAt + 9 * DAY).slice(0, 10),
    };
    const cases = fc.record({
      history: histories(startsAt, 60),
      way: fc.constantFrom<Way>('import', 'sql'),
      filter: fc.constantFrom(...filters),
      atAfter: fc.option(fc.integer({ min: 2 * DAY, max: 14 * DAY })),
      clock: fc.constantFrom('elapsed', 'working'),
      measure: fc.constantFrom('lead', 'cycle'),
    });

    test('throughput, cumulative flow and lead times of some items are what a walk through their rows gives', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, filter, atAfter, clock, measure }) => {
          const { name, history } = await writeHistory(database.pool, given, { timeZone, way });
          const end = startsAt + 60 * DAY;
          api.setNow(end);
          const at = atAfter === null ? end : startsAt + atAfter;
          const rows = rowsThatFit(history, filter).filter(({ occurredAt }) => occurredAt < at);
          const query = {
            ...{ stream: name, ...dates },
            ...(atAfter !== null && { at: formatInstant(at) }),
          };
          const ask = askAbout(api, filter);
          const range = resolveRange({ ...dates, timeZone, now: at });
          await throughputIsRight(await ask('/v1/throughput', query), rows, history, range);
          for (const policy of ['occupancy', 'highWater'] as const) {
            const { points } = await ask<AnswerTo<'/v1/cumulative-flow'>>('/v1/cumulative-flow', {
              ...query,
              policy,
            });
            const instants = flowInstants(intervalsOf(range, 'day'), at);
            const naive = naiveCumulativeFlow(rows, history.queues, instants, policy);
            expect(points.map(({ label: _, isComplete: __, ...point }) => point)).toEqual(
              naive.map((point) => ({
                ...point,
                at: formatInstant(point.at),
                queues: point.queues.map(({ queueId, ...counts }) => ({
                  name: history.queues.find(({ id }) => id === queueId)?.name,
                  ...counts,
                })),
              })),
            );
          }
          const answer = await ask<AnswerTo<'/v1/lead-time'>>('/v1/lead-time', { ...query, clock, measure });
          const naive = naiveLeadTime(rows, history.queues, range, measure, 'exact');
          const durations = naive.rows.map(({ startedAt, endedAt }) =>
            clock === 'elapsed'
              ? endedAt - startedAt
              : naiveWorkingTimeBetween(startedAt, endedAt, { ...history, timeZone }, STEP),
          );
          expect([answer.sampleSize, answer.unmeasured]).toEqual([durations.length, naive.unmeasured]);
          expect(answer.percentiles.map(({ leadTimeMs }) => leadTimeMs)).toEqual(
            [50, 70, 85, 95].map((p) => {
              const value = naivePercentile(durations, p, 'nearest-rank');
              return value === null ? null : value / 1000;
            }),
          );
        }),
        { numRuns: 8, interruptAfterTimeLimit: 40_000 },
      );
    });
  });

  async function throughputIsRight(
    { total, intervals }: AnswerTo<'/v1/throughput'>,
    rows: readonly AuditRow[],
    { queues }: History,
    range: { from: Instant; to: Instant },
  ) {
    const finished = naiveFinishedItems(rows, queues, range).map((item) => formatInstant(item.finishedAt));
    expect(total).toBe(finished.length);
    for (const { start, end, finished: count } of intervals)
      expect(count).toBe(finished.filter((at) => at >= start && at < end).length);
  }
});
