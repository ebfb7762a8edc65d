import type { AnswerTo } from '@kanban/api';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';

type TimeInQueue = AnswerTo<'/v1/time-in-queue'>;
type Items = AnswerTo<'/v1/time-in-queue/items'>;

const DAY_MS = 86_400_000;
const days = (ms: number | null | undefined) => (ms === null || ms === undefined ? ms : ms / DAY_MS);

describe.each(readerDatabases())('the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    const set = async (letters: string, fields: Record<string, string>) => {
      for (const letter of letters) {
        await database.pool.query('UPDATE work_items SET ? WHERE reference = ?', [
          fields,
          board.referenceOf(letter),
        ]);
      }
    };
    await set('C', { type: 'defect' });
    await set('AB', { assignee: 'ada' });
    await set('D', { class_of_service: 'expedite' });
    await set('BC', { parent: board.referenceOf('I') });
    await set('I', { parent: board.referenceOf('E') });
    api = appUnderTest(database.url);
    api.setNow(boardDay(15));
  }, 300_000);
  afterAll(() => api.close());

  const range = { from: '2026-03-02', to: '2026-03-16' };
  type Query = Record<string, string>;
  const ask = (query: Query = {}) =>
    api.ask<TimeInQueue>('/v1/time-in-queue', { stream: board.stream, ...range, ...query });
  const askItems = (query: Query = {}) =>
    api.ask<Items>('/v1/time-in-queue/items', { stream: board.stream, ...range, ...query });
  const totals = (answer: Pick<TimeInQueue, 'queues'>) =>
    Object.fromEntries(answer.queues.map(({ queue, totalMs }) => [String(queue), days(totalMs)]));
  const letters = (answer: Items) => answer.items.map(({ reference }) => board.letterOf(reference)).join('');
  const dev = (answer: TimeInQueue) => answer.queues.find(({ queue }) => queue === 'dev');

  test('where the time of finished items went, and how much of it was work', async () => {
    const answer = await ask();
    expect(totals(answer)).toEqual({ backlog: 0, ready: 6, dev: 17, review: 5, test: 9, null: 1 });
    const { pooled, median, activeMs, waitingMs, blockedMs, totalMs, items } = answer.efficiency;
    expect(pooled).toBeCloseTo(0.605263, 6);
    expect(median).toBe(0.6);
    expect([activeMs, waitingMs, blockedMs, totalMs].map(days)).toEqual([23, 15, 3, 38]);
    expect(items).toBe(6);
    expect(answer.groups).toEqual([]);
    expect(answer.queues.find(({ queue }) => queue === 'review')).toMatchObject({
      kind: 'buffer',
      visits: 4,
      items: 3,
      returns: 1,
      averageItems: null,
      reasons: {},
    });
    expect(answer.queues[0]).toMatchObject({ meanMs: null, reasons: { meanMs: 'noItems' } });
  });

  test('scope: where the time of the period went', async () => {
    const answer = await ask({ scope: 'window' });
    expect(totals(answer)).toEqual({ backlog: 0, ready: 15, dev: 28, review: 6, test: 9, null: 0 });
    expect(dev(answer)).toMatchObject({
      arrivals: 8,
      departures: 7,
      growth: 1,
      isGrowing: false,
      wipLevel85: 3,
      waitShare: 15 / 43,
    });
    expect(dev(answer)?.heldShare).toBeCloseTo(0.741379, 6);
    expect(dev(answer)?.wipLevels?.map(({ items, share }) => [items, Math.round(share * 15)])).toEqual([
      [0, 2],
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 1],
    ]);
  });

  test('minimumSample: under so many items no bottleneck is named', async () => {
    expect(await ask()).toMatchObject({ bottleneck: null, reasons: { bottleneck: 'tooFewItems' } });
    expect(await ask({ minimumSample: '6' })).toMatchObject({ bottleneck: 'dev', reasons: {} });
  });

  test('measure: from entered on', async () => {
    // A 1, B 1, C 2, D 1, H 5, I 1 day in the backlog before they were committed to.
    expect(totals(await ask({ measure: 'lead' }))).toMatchObject({ backlog: 11, dev: 17, null: 1 });
  });

  test('percentiles and their method', async () => {
    // In dev: 1, 2, 4, 5, 5 days.
    const of = async (query: Query) =>
      dev(await ask(query))?.percentiles.map(({ percentile, totalMs }) => [percentile, days(totalMs)]);
    expect(await of({})).toEqual([
      [50, 4],
      [70, 5],
      [85, 5],
      [95, 5],
    ]);
    expect(await of({ percentiles: '20,40' })).toEqual([
      [20, 1],
      [40, 2],
    ]);
    expect(await of({ percentiles: '25,40', percentileMethod: 'linear' })).toEqual([
      [25, 2],
      [40, 3.2],
    ]);
  });

  test('another range, another time zone, another time', async () => {
    // On days 5 to 7 A, I and C were finished … by the end of day 7: A and I.
    const part = { from: '2026-03-07', to: '2026-03-09' };
    expect(letters(await askItems(part))).toBe('AI');
    // In Kathmandu day 6 begins before A was finished, and day 8 has come when C was.
    expect(
      letters(await askItems({ from: '2026-03-09', to: '2026-03-10', timeZone: 'Asia/Kathmandu' })),
    ).toBe('CI');
    expect(
      letters(await askItems({ from: '2026-03-09', to: '2026-03-10', timeZone: 'America/New_York' })),
    ).toBe('CH');
    // Only I was finished before day 5, on which it was reopened.
    expect((await ask({ at: '2026-03-07T00:00:00Z' })).efficiency.items).toBe(1);
    expect((await ask({ at: '2026-03-07T00:00:01Z' })).efficiency.items).toBe(0);
  });

  test('clock: only working hours count', async () => {
    await database.pool.query('INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ?', [
      [1, 2, 3, 4, 5].map((weekday) => [board.stream, weekday, '09:00', '17:00']),
    ]);
    const working = await ask({ clock: 'working', type: 'defect' });
    const elapsed = await ask({ type: 'defect' });
    await database.pool.query('DELETE FROM working_hours');
    // C was in dev on Wed, Thu, Fri, Sat, Sun and in test on Mon.
    expect(totals(working)).toMatchObject({ dev: 1, test: 8 / 24 });
    expect(totals(elapsed)).toMatchObject({ dev: 5, test: 1 });
  });

  describe('filters', () => {
    test.each([
      ['ABCDHI', {}],
      ['C', { type: 'defect' }],
      ['D', { classOfService: 'expedite' }],
      ['AB', { assignee: 'ada' }],
      ['CDHI', { assignee: '' }],
      ['BCI', { parent: 'E' }],
      ['BC', { parent: 'I' }],
      ['BC', { parent: 'I', type: '', fieldsAt: 'now' }],
      ['', { type: 'nothing' }],
      ['B', { parent: 'E', assignee: 'ada' }],
      // Nothing of this was so when they were finished: it was changed since.
      ['', { assignee: 'ada', fieldsAt: 'end' }],
      ['', { type: 'defect', fieldsAt: 'end' }],
      ['ABCDHI', { assignee: '', fieldsAt: 'end' }],
    ] as [string, Query][])('find %s by %o', async (found, { parent, type, ...query }) => {
      const asked = { ...query, ...(type && { type }), ...(parent && { parent: board.referenceOf(parent) }) };
      expect(letters(await askItems(asked))).toBe(found);
    });

    test('repeated, any of them', async () => {
      const address = `${addressOf('/v1/time-in-queue/items', { stream: board.stream, ...range })}&assignee=ada&assignee=`;
      const answer = (await (await api.app.request(address)).json()) as Items;
      expect(letters(answer)).toBe('ABCDHI');
      const types = await api.app.request(address.replace('assignee=ada&assignee=', 'type=defect&type=none'));
      expect(letters((await types.json()) as Items)).toBe('C');
    });

    test('that are too long are refused with a word', async () => {
      const address = addressOf('/v1/time-in-queue', { stream: board.stream, type: 'x'.repeat(200) });
      const response = await api.app.request(address);
      expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'type' }]);
    });
  });

  test('splitBy: the same figures for each group, those without a value last', async () => {
    const answer = await ask({ splitBy: 'assignee' });
    expect(
      answer.groups.map(({ group, efficiency }) => [group, efficiency.items, days(efficiency.totalMs)]),
    ).toEqual([
      ['ada', 2, 14],
      [null, 4, 24],
    ]);
    const { bottleneck, queues, efficiency } = await ask({ assignee: 'ada' });
    expect(answer.groups[0]).toMatchObject({ bottleneck, queues, efficiency });
    expect((await ask({ splitBy: 'classOfService' })).groups.map(({ group }) => group)).toEqual([
      'expedite',
      'standard',
    ]);
  });

  test('items one by one, the longest first, and in pages', async () => {
    const answer = await askItems({ sort: 'longest' });
    expect(letters(answer)).toBe('DBCIAH');
    const [first] = answer.items;
    expect(first).toMatchObject({ efficiency: 5 / 12, totalMs: 12 * DAY_MS, activeMs: 5 * DAY_MS });
    expect(
      Object.fromEntries(Object.entries(first?.queues ?? {}).map(([name, ms]) => [name, days(ms)])),
    ).toEqual({
      ready: 2,
      dev: 5,
      review: 2,
      test: 3,
    });
    const pages: string[] = [];
    let next: string | null = addressOf('/v1/time-in-queue/items', {
      stream: board.stream,
      ...range,
      sort: 'longest',
      limit: '2',
    });
    while (next !== null) {
      const page = (await (await api.app.request(next)).json()) as Items;
      pages.push(letters(page));
      next = page.nextPage;
    }
    expect(pages).toEqual(['DB', 'CI', 'AH']);
  });

  describe('as CSV', () => {
    async function csv(query: Query) {
      const address = addressOf('/v1/time-in-queue', {
        stream: board.stream,
        ...range,
        format: 'csv',
        ...query,
      });
      return parse(await (await api.app.request(address)).text(), { columns: true }) as Record<
        string,
        string
      >[];
    }

    test('one row per queue, with groups after the names of the groups', async () => {
      const rows = await csv({});
      expect(rows.map(({ queue, totalInDays }) => [queue, totalInDays])).toEqual([
        ['backlog', '0'],
        ['ready', '6'],
        ['dev', '17'],
        ['review', '5'],
        ['test', '9'],
        ['', '1'],
      ]);
      expect(rows[2]).toMatchObject({ p50InDays: '4', wipLevel85: '' });
      const split = await csv({ splitBy: 'assignee' });
      expect(Object.keys(split[0] ?? {})[0]).toBe('group');
      expect(
        split.filter(({ queue }) => queue === 'dev').map(({ group, totalInDays }) => [group, totalInDays]),
      ).toEqual([
        ['ada', '6'],
        ['', '11'],
      ]);
    });

    test('items, and visits', async () => {
      const items = await csv({ rows: 'items', type: 'defect' });
      expect(items).toMatchObject([
        { totalInDays: '6', 'inQueueInDays:dev': '5', 'inQueueInDays:ready': '0' },
      ]);
      const visits = await csv({ rows: 'visits', classOfService: 'expedite' });
      expect(
        visits.map(({ queue, timeInDays, blockedInDays }) => [queue, timeInDays, blockedInDays]),
      ).toEqual([
        ['ready', '2', '0'],
        ['dev', '5', '2'],
        ['review', '2', '0'],
        ['test', '3', '1'],
      ]);
    });
  });
});
