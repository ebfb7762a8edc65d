import { DAY, formatInstant, HOUR, MINUTE, resolveRange } from '@kanban/domain';
import {
  type History,
  histories,
  naiveDeadline,
  naiveItems,
  naiveOutlook,
  ZONES,
} from '@kanban/domain/testing';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../testing/app-under-test.ts';
import { referenceOf, type Way, writeHistory } from '../../testing/history-in-database.ts';

interface Point {
  start: string;
  end: string;
  decided: number;
  misses: number;
}
interface Budget {
  decided: number;
  misses: number;
  leftShare: number | null;
  series: Point[];
  openItems: number;
  expectedMisses: number;
}
interface Decided {
  reference: string;
  isHit: boolean;
  decidedAt: string;
}

const CLASSES = [null, 'expedite'] as const;
const WINDOW_DAYS = 7;

describe.each(readerDatabases())('the error budget on $name', (server) => {
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
    const cases = fc.record({
      history: histories(startsAt),
      way: fc.constantFrom<Way>('import', 'sql'),
      atRow: fc.nat(),
      after: fc.integer({ min: 0, max: 9 * DAY }),
    });

    test('counts what a walk through the log decides, for each objective', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, atRow, after }) => {
          const { name: stream, history } = await writeHistory(database.pool, given, { timeZone, way });
          await database.pool.query(
            `INSERT INTO sla_objectives (value_stream, class_of_service, objective, window_days)
             VALUES (?, '', 0.9, ?), (?, 'expedite', 0.8, ?)`,
            [stream, WINDOW_DAYS, stream, WINDOW_DAYS],
          );
          const { rows } = history;
          const instant = (rows[atRow % (rows.length || 1)]?.occurredAt ?? startsAt) + after;
          const at = Math.floor(instant / MINUTE) * MINUTE;
          const from = windowStart(at, timeZone);
          // The clocks skipped that time of day: there is none to compare with.
          if (from === null) return;
          api.setNow(instant + DAY);
          for (const classOfService of CLASSES) {
            const query = {
              stream,
              at: formatInstant(at),
              ...(classOfService && { objectiveClass: classOfService }),
            };
            const decisions = naiveDecisions(history, timeZone, at, classOfService);
            const within = decisions.filter(({ decidedAt }) => decidedAt >= from);
            const misses = within.filter(({ isHit }) => !isHit).length;
            const answer = await api.ask<Budget>('/v1/sla/budget', query);
            expect(answer).toMatchObject({ decided: within.length, misses });
            const objective = classOfService === null ? 0.9 : 0.8;
            if (within.length === 0) expect(answer.leftShare).toBeNull();
            else expect(answer.leftShare).toBeCloseTo(1 - misses / ((1 - objective) * within.length), 9);
            for (const { start, end, ...counts } of answer.series) {
              const own = decisions.filter(({ decidedAt }) => {
                const text = formatInstant(decidedAt);
                return text >= start && text < end;
              });
              expect(counts).toMatchObject({
                decided: own.length,
                misses: own.filter(({ isHit }) => !isHit).length,
              });
            }
            const { items } = await api.ask<{ items: Decided[] }>('/v1/sla/budget/items', {
              ...query,
              ...{
                rows: 'decisions',
                limit: '10000',
                from: formatInstant(startsAt - 9 * DAY),
                to: formatInstant(at),
              },
            });
            expect(items.map(({ reference, isHit, decidedAt }) => [reference, isHit, decidedAt])).toEqual(
              decisions
                .filter(({ decidedAt }) => decidedAt >= startsAt - 9 * DAY)
                .map(({ itemId, isHit, decidedAt }) => [
                  referenceOf(itemId),
                  isHit,
                  formatInstant(decidedAt),
                ]),
            );
            const ahead = naiveOpen(history, timeZone, at, classOfService);
            expect(answer.openItems).toBe(ahead.length);
            const open = await api.ask<{ items: { reference: string; missProbability: number | null }[] }>(
              '/v1/sla/budget/items',
              { ...query, minimumSample: '2' },
            );
            expect(open.items.map(({ reference, missProbability }) => [reference, missProbability])).toEqual(
              ahead.map(({ itemId, missProbability }) => [referenceOf(itemId), missProbability]),
            );
          }
        }),
        { numRuns: 6 },
      );
    });
  });
});

const fieldsOf = ({ items }: History, itemId: number) => items.find((each) => each.itemId === itemId);
/** Without a class or type the database has `none`; of two objectives the one of its class counts. */
const isOf = (history: History, itemId: number, classOfService: string | null) =>
  (fieldsOf(history, itemId)?.classOfService === 'expedite') === (classOfService === 'expedite');

function naiveDecisions(history: History, timeZone: string, at: number, classOfService: string | null) {
  const { rows, queues, items, policies, hours, holidays } = history;
  const terms = { policies, working: { timeZone, hours, holidays } };
  return naiveItems(rows, queues, at)
    .filter(({ itemId }) => isOf(history, itemId, classOfService))
    .flatMap((item) => {
      const deadline = naiveDeadline(item, items, terms);
      const { itemId, finishedAt, droppedAt } = item;
      if (deadline === null) return [];
      if (finishedAt !== null && finishedAt <= deadline)
        return { itemId, isHit: true, decidedAt: finishedAt };
      if (droppedAt !== null && droppedAt <= deadline) return [];
      return deadline < at ? { itemId, isHit: false, decidedAt: deadline } : [];
    })
    .sort((a, b) => a.decidedAt - b.decidedAt || a.itemId - b.itemId);
}

function naiveOpen(history: History, timeZone: string, at: number, classOfService: string | null) {
  const { rows, queues, items, policies, hours, holidays } = history;
  const before = rows.filter(({ occurredAt }) => occurredAt < at);
  const terms = { policies, working: { timeZone, hours, holidays }, at, atRiskShare: 0.8, minimumSample: 2 };
  return naiveOutlook(before, queues, items, terms)
    .filter(
      ({ itemId, deadlineAt }) =>
        deadlineAt !== null && deadlineAt >= at && isOf(history, itemId, classOfService),
    )
    .sort((a, b) => (a.deadlineAt ?? 0) - (b.deadlineAt ?? 0) || a.itemId - b.itemId);
}

/** So many local days back at the same time of day, found by trying; null: the clocks skipped it. */
function windowStart(at: number, timeZone: string): number | null {
  const wall = (instant: number) =>
    new Date(instant / 1000).toLocaleString('sv-SE', { timeZone, timeZoneName: undefined });
  const [day = '', time] = wall(at).split(' ');
  const wanted = `${new Date(Date.parse(day) - WINDOW_DAYS * 86_400_000).toISOString().slice(0, 10)} ${time}`;
  for (
    let tried = at - WINDOW_DAYS * DAY - 2 * HOUR;
    tried <= at - WINDOW_DAYS * DAY + 2 * HOUR;
    tried += 15 * MINUTE
  )
    if (wall(tried) === wanted) return tried;
  return null;
}
