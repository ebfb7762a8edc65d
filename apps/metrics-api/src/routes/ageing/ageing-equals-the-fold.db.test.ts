import { DAY, formatInstant, resolveRange } from '@kanban/domain';
import {
  histories,
  naiveInProgress,
  naiveItems,
  naivePace,
  naivePercentile,
  naiveWorkingTimeBetween,
  ZONES,
} from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../testing/app-under-test.ts';
import { referenceOf, type Way, writeHistory } from '../../testing/history-in-database.ts';

const WANTED = [50, 70, 85, 95];
const QUARTER = 15 * 60 * 1_000_000;

interface Answer {
  comparison: { summary: { age: { items: number; totalMs: number } } };
  stages: { queue: string; pace: { ageMs: number; sampleSize: number }[] | null }[];
  items: { reference: string; ageMs: number; paceShare: number | null; exceeds: number | null }[];
}

describe.each(readerDatabases())('on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;

  beforeAll(() => {
    api = appUnderTest(database.url);
  });
  afterAll(() => api.close());

  describe.each(ZONES)('in $timeZone around $date', ({ timeZone, date }) => {
    const startsAt = resolveRange({ from: date, to: date, timeZone, now: 0 }).from - 3 * DAY;
    const cases = fc.record({
      history: histories(startsAt, 60),
      way: fc.constantFrom<Way>('import', 'sql'),
      atRow: fc.nat(),
      atAfter: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 * DAY })),
      measure: fc.constantFrom('cycle', 'lead'),
      clock: fc.constantFrom('elapsed', 'working'),
      days: fc.integer({ min: 1, max: 20 }),
    });

    test('ages, pace and bands at any instant are those of the rows before it', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, atRow, atAfter, measure, clock, days }) => {
          const { name, history } = await writeHistory(database.pool, given, { timeZone, way });
          const { queues, hours, holidays } = history;
          const at = (history.rows[atRow % (history.rows.length || 1)]?.occurredAt ?? startsAt) + atAfter;
          const rows = history.rows.filter(({ occurredAt }) => occurredAt < at);
          const from = at - days * DAY;
          const between = (a: number, b: number) =>
            clock === 'working'
              ? naiveWorkingTimeBetween(a, b, { timeZone, hours, holidays }, QUARTER)
              : b - a;
          const answer = await api.ask<Answer>('/v1/ageing', {
            stream: name,
            at: formatInstant(at),
            from: formatInstant(from),
            to: formatInstant(at),
            measure,
            clock,
            minimumSample: '2',
            compareWith: 'previous',
          });
          const paces = naivePace(rows, queues, { from, to: at }, measure, between);
          const shown = answer.stages.filter(({ queue }) => paces.some(({ stage }) => stage.name === queue));
          expect(shown.map(({ queue, pace }) => [queue, pace?.map(({ ageMs }) => ageMs) ?? null])).toEqual(
            paces.map(({ stage, ages }) => [
              stage.name,
              ages.length === 0
                ? null
                : WANTED.map((p) => (naivePercentile(ages, p, 'nearest-rank') as number) / 1000),
            ]),
          );
          const open = naiveItems(rows, queues, at).filter(
            ({ finishedAt, droppedAt }) => finishedAt === null && droppedAt === null,
          );
          const agesAt = (then: number) =>
            naiveItems(rows, queues, then)
              .filter(({ finishedAt, droppedAt }) => finishedAt === null && droppedAt === null)
              .map(({ committedAt, enteredAt }) => (measure === 'cycle' ? committedAt : enteredAt))
              .flatMap((since) => (since === null ? [] : [between(since, then)]));
          // The period before ends where the range begins.
          const before = agesAt(from);
          expect(answer.comparison.summary.age).toMatchObject({
            items: before.length,
            totalMs: before.reduce((sum, age) => sum + age, 0) / 1000,
          });
          const population = measure === 'cycle' ? naiveInProgress(rows, queues, at) : open;
          const expected = population.map((item) => {
            const age = between(measure === 'cycle' ? (item.committedAt as number) : item.enteredAt, at);
            const ages = paces.find(({ stage }) => stage.id === item.queueId)?.ages ?? [];
            const beyond = WANTED.filter((p) => (naivePercentile(ages, p, 'nearest-rank') ?? Infinity) < age);
            const isKnown = ages.length >= 2;
            return {
              reference: referenceOf(item.itemId),
              ageMs: age / 1000,
              paceShare: isKnown ? ages.filter((us) => us <= age).length / ages.length : null,
              exceeds: isKnown ? (beyond.at(-1) ?? null) : null,
            };
          });
          const got = answer.items.map(({ reference, ageMs, paceShare, exceeds }) => ({
            reference,
            ageMs,
            paceShare,
            exceeds,
          }));
          const byReference = (a: { reference: string }, b: { reference: string }) =>
            a.reference < b.reference ? -1 : 1;
          expect(got.sort(byReference)).toEqual(expected.sort(byReference));
        }),
        { numRuns: 15, interruptAfterTimeLimit: 40_000 },
      );
    });
  });
});
