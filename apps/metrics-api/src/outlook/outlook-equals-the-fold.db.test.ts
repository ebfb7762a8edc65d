import { DAY, formatInstant, MINUTE, type OutlookState, resolveRange } from '@kanban/domain';
import { type History, histories, naiveOutlook, ZONES } from '@kanban/domain/testing';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../testing/app-under-test.ts';
import { referenceOf, type Way, writeHistory } from '../testing/history-in-database.ts';

const STATES: OutlookState[] = ['late', 'likelyLate', 'atRisk', 'onTrack', 'noDeadline'];

interface Item {
  reference: string;
  state: OutlookState;
  missProbability: number | null;
  expected50: string | null;
  expected85: string | null;
}

describe.each(readerDatabases())('the outlook of open items on $name', (server) => {
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
      after: fc.integer({ min: 0, max: 2 * DAY }),
      minimumSample: fc.integer({ min: 1, max: 3 }),
    });

    test('equals a walk through the log, in every list and at every instant', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ history: given, way, atRow, after, minimumSample }) => {
          const { name: stream, history } = await writeHistory(database.pool, given, { timeZone, way });
          const { rows } = history;
          const now = (rows[atRow % (rows.length || 1)]?.occurredAt ?? startsAt) + after;
          api.setNow(now);
          const lastAt = rows.at(-1)?.occurredAt ?? 0;
          const at = Math.max(Math.floor(now / MINUTE) * MINUTE, Math.min(now, lastAt + 1));
          const naive = (least: number) => naiveAt(history, at, least);

          const limit = '10000';
          const { items } = await api.ask<{ items: Item[] }>('/v1/work-items', {
            ...{ stream, limit, sort: 'deadline' },
            minimumSample: String(minimumSample),
          });
          const expected = naive(minimumSample);
          expect(items.map(shown).sort(byReference)).toEqual(expected.map(shown).sort(byReference));
          const list = await api.ask<{ items: Item[] }>('/v1/sla/items', { stream, limit, rows: 'open' });
          const inDanger = naive(10).filter(({ state }) => STATES.indexOf(state) < 3);
          expect(list.items.map(shown).sort(byReference)).toEqual(inDanger.map(shown).sort(byReference));
          const { open } = await api.ask<{ open: object }>('/v1/sla', { stream });
          const count = (wanted: OutlookState) => naive(10).filter(({ state }) => state === wanted).length;
          expect(open).toEqual({
            at: formatInstant(at),
            ...Object.fromEntries(STATES.map((state) => [state, count(state)])),
          });
        }),
        { numRuns: 15 },
      );
    });

    function naiveAt({ rows, queues, items, policies, hours, holidays }: History, at: number, least: number) {
      const before = rows.filter(({ occurredAt }) => occurredAt < at);
      const working = { timeZone, hours, holidays };
      return naiveOutlook(before, queues, items, {
        ...{ policies, working, at },
        atRiskShare: 0.8,
        minimumSample: least,
      }).map(({ expected50, expected85, ...item }): Item => {
        const text = (instant: number | null) => (instant === null ? null : formatInstant(instant));
        const dates = { expected50: text(expected50), expected85: text(expected85) };
        return { ...item, ...dates, reference: referenceOf(item.itemId) };
      });
    }
  });

  const shown = ({ reference, state, missProbability, expected50, expected85 }: Item) => ({
    ...{ reference, state, missProbability, expected50, expected85 },
  });
  const byReference = (a: Item, b: Item) => a.reference.localeCompare(b.reference);
});
