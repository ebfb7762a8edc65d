import type { AnswerTo } from '@kanban/api';
import { DAY, flowInstants, formatInstant, type Instant, intervalsOf, resolveRange } from '@kanban/domain';
import {
  type AuditRow,
  type History,
  histories,
  naiveCumulativeFlow,
  naiveFinishedItems,
  naiveLeadTime,
  naiveLocalDate,
  naivePercentile,
  naiveSla,
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
      days: fc.constantFrom('split', 'all', 'working'),
    });

    test('throughput, cumulative flow, promises, samples of forecasts and lead times, also over time, of some items are what a walk through their rows gives', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, filter, atAfter, clock, measure, days }) => {
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
          const { policies, hours, holidays, items } = history;
          const terms = { policies, working: { timeZone, hours, holidays } };
          const { missed: _, ...promises } = naiveSla(rows, history.queues, items, terms, range);
          expect((await ask<AnswerTo<'/v1/sla'>>('/v1/sla', query)).total).toEqual(promises);
          const forecast = await ask<AnswerTo<'/v1/forecast/how-many'>>('/v1/forecast/how-many', {
            ...{ ...query, days, items: '3' },
          });
          samplesAreRight(forecast.history, rows, history, { ...dates, timeZone, at, days });
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
          const overTime = await ask<AnswerTo<'/v1/lead-time/intervals'>>('/v1/lead-time/intervals', {
            ...{ ...query, clock, measure, percentiles: '50,85' },
          });
          expect(overTime.total.sampleSize).toBe(durations.length);
          for (const { start, end, sampleSize, percentiles } of overTime.intervals) {
            const own = durations.filter((_, place) => {
              const endedAt = formatInstant(naive.rows[place]?.endedAt ?? 0);
              return endedAt >= start && endedAt < end;
            });
            expect(sampleSize).toBe(own.length);
            expect(percentiles.map(({ leadTimeMs }) => leadTimeMs)).toEqual(
              [50, 85].map((p) => {
                const value = naivePercentile(own, p, 'nearest-rank');
                return value === null ? null : value / 1000;
              }),
            );
          }
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

  /** Each day that is over is a sample of its pool, by how many items were finished on it. */
  function samplesAreRight(
    shown: AnswerTo<'/v1/forecast/how-many'>['history'],
    rows: readonly AuditRow[],
    { queues, hours, holidays }: History,
    asked: { from: string; to: string; timeZone: string; at: Instant; days: string },
  ) {
    const { from, to, timeZone, at, days } = asked;
    const dateOf = (instant: Instant) => naiveLocalDate(instant, timeZone);
    const finishedOn = naiveFinishedItems(rows, queues, { from: -Infinity, to: Infinity }).map((item) =>
      dateOf(item.finishedAt),
    );
    const isWorking = (date: string) => {
      const weekday = new Date(date).getUTCDay() || 7;
      if (hours.length === 0 && holidays.length === 0) return weekday <= 5;
      return (
        (hours.length === 0 || hours.some((each) => each.weekday === weekday)) && !holidays.includes(date)
      );
    };
    const samples: [pool: string, items: number][] = [];
    for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      const pool = days === 'all' ? 'all' : isWorking(date) ? 'working' : 'other';
      if (date < dateOf(at) && (days !== 'working' || pool === 'working'))
        samples.push([pool, finishedOn.filter((each) => each === date).length]);
    }
    const told = shown.pools.flatMap(({ pool, counts }) =>
      counts.flatMap(({ items, days: times }) => Array.from({ length: times }, () => [pool, items])),
    );
    const sorted = (some: readonly (readonly unknown[])[]) => some.map(String).sort();
    expect(sorted(told)).toEqual(sorted(samples));
    expect(shown).toMatchObject({
      days: samples.length,
      items: samples.reduce((sum, [, items]) => sum + items, 0),
      activeDays: samples.filter(([, items]) => items > 0).length,
    });
  }
});
