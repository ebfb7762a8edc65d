import { formatInstant } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { parseCsv } from '../../testing/parse-csv.ts';

interface Quality {
  population: number;
  checks: { check: string; items: number; findings: number; share: number | null }[];
}
interface Found {
  findings: { check: string; reference: string; queue: string | null; at: string | null; detail: object }[];
  nextPage: string | null;
}

describe.each(readerDatabases())('data quality of the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    api = appUnderTest(database.url);
  });
  afterAll(() => api.close());

  const query = (over: Record<string, string> = {}) => ({
    stream: board.stream,
    at: formatInstant(boardDay(15)),
    ...over,
  });
  const ask = (over: Record<string, string> = {}) => api.ask<Quality>('/v1/data-quality', query(over));
  const found = async (check: string, over: Record<string, string> = {}) => {
    const { findings } = await api.ask<Found>('/v1/data-quality/findings', query({ check, ...over }));
    return findings.map(({ reference }) => board.letterOf(reference));
  };

  test('B and I moved back; C, H and I skipped queues; H was finished without a start', async () => {
    expect(await found('movedBack')).toEqual(['B', 'I']);
    const { findings } = await api.ask<Found>('/v1/data-quality/findings', query({ check: 'movedBack' }));
    expect(findings.map(({ at, queue }) => [at, queue])).toEqual([
      [formatInstant(boardDay(6)), 'dev'],
      [formatInstant(boardDay(5)), 'test'],
    ]);
    expect(findings[1]?.detail).toMatchObject({ crossed: 'reopened' });
    expect([...new Set(await found('skippedQueues'))]).toEqual(['C', 'H', 'I']);
    expect(await found('finishedWithoutStart')).toEqual(['H']);
    expect(await found('blockedOutside')).toEqual([]);
  });

  test('counts items of the population, which are those with a row in the range and those open', async () => {
    const { population, checks } = await ask();
    expect(population).toBe(9);
    expect(checks.find(({ check }) => check === 'movedBack')).toMatchObject({
      items: 2,
      findings: 2,
      share: 2 / 9,
    });
    expect(checks.find(({ check }) => check === 'imported')).toMatchObject({ share: 1 });
  });

  describe('each parameter changes what it is for', () => {
    test('from and to: of which rows', async () => {
      // On day 9 only G and H moved and B; E and G are open.
      const { population } = await ask({ from: '2026-03-11', to: '2026-03-11' });
      expect(population).toBe(5);
    });

    test('at: by the rows before it', async () => {
      expect(
        await found('movedBack', { at: formatInstant(boardDay(5.5)), from: '2026-03-02', to: '2026-03-07' }),
      ).toEqual(['I']);
    });

    test('stalledDays: E has not moved for nine days', async () => {
      expect(await found('stalled', { stalledDays: '9' })).toEqual(['E']);
      expect(await found('stalled', { stalledDays: '10' })).toEqual([]);
    });

    test('zeroSeconds: visits to dev and test of a day are no time when a day counts as none', async () => {
      expect(await found('zeroTime')).toEqual([]);
      // Visits of a day to an active queue: A in test, B in test, C in test, I in dev and in test.
      expect(new Set(await found('zeroTime', { zeroSeconds: '86400' }))).toEqual(new Set());
    });

    test('check: one that there is not is refused', async () => {
      const response = await api.app.request(
        addressOf('/v1/data-quality/findings', { stream: board.stream, check: 'nothing' }),
      );
      expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'check' }]);
    });

    test('timeZone: which days are in the range', async () => {
      const day = { from: '2026-03-16', to: '2026-03-16' };
      // D was finished at midnight UTC; there it was still the 15th.
      expect((await ask(day)).population).toBe(3);
      expect((await ask({ ...day, timeZone: 'America/New_York' })).population).toBe(2);
    });

    test('limit and after: pages add up to the CSV', async () => {
      const letters: string[] = [];
      let address = addressOf('/v1/data-quality/findings', query({ limit: '4' }));
      for (;;) {
        const page = (await (await api.app.request(address)).json()) as Found;
        letters.push(...page.findings.map(({ check }) => check));
        if (page.nextPage === null) break;
        address = page.nextPage;
      }
      const csv = await api.app.request(addressOf('/v1/data-quality/findings', query({ format: 'csv' })));
      const [, ...lines] = parseCsv(await csv.text());
      expect(letters).toEqual(lines.map(([check]) => check));
      expect(letters.length).toBeGreaterThan(8);
    });
  });
});
