import type { AnswerTo } from '@kanban/api';
import { DAY, HOUR } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from './testing/analytics-board.ts';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';
import { historyOfItems } from './testing/finished-history.ts';
import { writeHistory } from './testing/history-in-database.ts';

type Query = Record<string, string>;
type Throughput = AnswerTo<'/v1/throughput'>;
type CumulativeFlow = AnswerTo<'/v1/cumulative-flow'>;
type LeadTime = AnswerTo<'/v1/lead-time'>;
type Sla = AnswerTo<'/v1/sla'>;
type HowMany = AnswerTo<'/v1/forecast/how-many'>;
type When = AnswerTo<'/v1/forecast/when'>;

const DAY_MS = 86_400_000;
const days = (ms: number | null | undefined) => (ms === null || ms === undefined ? ms : ms / DAY_MS);

describe.each(readerDatabases())('on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    database = await createTestDatabase(server, { chosenIds: true });
    board = await writeAnalyticsBoard(database.pool);
    const set = (letter: string, fields: Query) =>
      database.pool.query('UPDATE work_items SET ? WHERE reference = ?', [fields, board.referenceOf(letter)]);
    await set('C', { type: 'defect', assignee: 'ada' });
    await set('D', { class_of_service: 'expedite', parent: board.referenceOf('A') });
    // A week from when an item enters: A, H and I kept it.
    await database.pool.query(
      "INSERT INTO sla_policies (value_stream, class_of_service, type, measure, clock, target_hours) VALUES (?, '', '', 'lead', 'elapsed', 168)",
      [board.stream],
    );
    api = appUnderTest(database.url);
  }, 300_000);
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const range = { from: '2026-03-02', to: '2026-03-16' };

  function asked({ parent, ...query }: Query): Query {
    api.setNow(boardDay(15));
    return {
      ...{ stream: board.stream, ...range, ...query },
      ...(parent && { parent: board.referenceOf(parent) }),
    };
  }

  // By hand: finished were A, I, C, H, B and D, after 6, 7, 8, 5, 10 and 13 days from when they entered.
  describe.each([
    [{}, 6, 13, 9],
    [{ type: 'defect' }, 1, 8, 1],
    [{ type: 'story' }, 5, 13, 8],
    [{ classOfService: 'expedite' }, 1, 13, 1],
    [{ assignee: '' }, 5, 13, 8],
    [{ assignee: 'ada' }, 1, 8, 1],
    [{ assignee: 'ada', fieldsAt: 'end' }, 0, null, 0],
    [{ parent: 'A' }, 1, 13, 1],
    [{ at: '2026-03-06T12:00:00Z' }, 1, 4, 9],
    [{ at: '2026-03-10T12:00:00Z', type: 'defect' }, 1, 8, 1],
    [{ timeZone: 'Asia/Tokyo' }, 6, 13, 9],
  ] as [Query, number, number | null, number][])('of %o', (query, finished, longest, entered) => {
    test(`${finished} items were finished`, async () => {
      const { total, intervals } = await api.ask<Throughput>('/v1/throughput', asked(query));
      expect(total).toBe(finished);
      expect(intervals.reduce((sum, interval) => sum + interval.finished, 0)).toBe(finished);
    });

    test(`the slowest took ${longest} days`, async () => {
      const { sampleSize, maxMs } = await api.ask<LeadTime>('/v1/lead-time', asked(query));
      expect([sampleSize, days(maxMs)]).toEqual([finished, longest]);
      const { items } = await api.ask<AnswerTo<'/v1/lead-time/items'>>(
        '/v1/lead-time/items',
        asked({ ...query, sort: 'longest' }),
      );
      expect([items.length, days(items[0]?.leadTimeMs ?? null)]).toEqual([finished, longest]);
    });

    test(`${entered} had entered, ${finished} of them were done in the end`, async () => {
      const { points } = await api.ask<CumulativeFlow>('/v1/cumulative-flow', asked(query));
      expect(points.at(-1)).toMatchObject({ arrivals: entered, finished });
    });
  });

  test.each(['/v1/throughput', '/v1/cumulative-flow', '/v1/lead-time', '/v1/sla'])(
    '%s by groups is what their filters give, in CSV with the group first',
    async (path) => {
      const { groups } = await api.ask<{ groups: { group: string }[] }>(path, asked({ splitBy: 'type' }));
      expect(groups.map(({ group }) => group)).toEqual(['defect', 'story']);
      for (const { group, ...figures } of groups)
        expect(await api.ask(path, asked({ type: group }))).toMatchObject(figures);
      const text = async (query: Query) =>
        (await api.app.request(addressOf(path, asked({ ...query, format: 'csv' })))).text();
      const rows = parse(await text({ splitBy: 'type' })) as string[][];
      const [columns = []] = parse(await text({})) as string[][];
      expect(rows[0]).toEqual(['group', ...columns]);
      const defects = rows.slice(1).filter(([group]) => group === 'defect');
      expect(defects.map((row) => row.slice(1))).toEqual(parse(await text({ type: 'defect' })).slice(1));
    },
  );

  test.each(['/v1/throughput', '/v1/cumulative-flow', '/v1/lead-time', '/v1/sla'])(
    '%s without a filter is what it is with one that all items fit',
    async (path) => {
      const all = `${addressOf(path, asked({ type: 'story' }))}&type=defect`;
      const filtered = await (await api.app.request(all)).json();
      const { parameters: _, ...plain } = await api.ask<{ parameters: object }>(path, asked({}));
      expect(filtered).toMatchObject(plain);
    },
  );

  test('a lead time in working hours counts these alone, and no dates', async () => {
    await database.pool.query('INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ?', [
      [1, 2, 3, 4, 5].map((weekday) => [board.stream, weekday, '09:00', '17:00']),
    ]);
    const { maxMs } = await api.ask<LeadTime>('/v1/lead-time', asked({ clock: 'working', type: 'defect' }));
    await database.pool.query('DELETE FROM working_hours');
    // C: from a Monday to the end of the next, six working days of eight hours.
    expect(days(maxMs)).toBe(48 / 24);
    const refused = addressOf('/v1/lead-time', asked({ clock: 'working', dayCount: 'inclusive' }));
    const response = await api.app.request(refused);
    expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'dayCount' }]);
  });

  test.each([
    [{}, 3, 3],
    [{ type: 'defect' }, 0, 1],
    [{ classOfService: 'standard' }, 3, 2],
    [{ assignee: 'ada', fieldsAt: 'end' }, 0, 0],
    [{ parent: 'A' }, 0, 1],
    [{ at: '2026-03-06T12:00:00Z' }, 1, 0],
    [{ at: '2026-03-11T12:00:00Z' }, 3, 1],
  ] as [Query, number, number][])(
    'of %o %i kept their promise and %i did not',
    async (query, hits, misses) => {
      const answer = await api.ask<Sla>('/v1/sla', asked({ ...query, worst: '200' }));
      expect(answer.total).toMatchObject({ hits, misses });
      expect(answer.worst.misses).toHaveLength(misses);
      for (const sort of ['finished', 'latest']) {
        const list = await api.ask<AnswerTo<'/v1/sla/items'>>('/v1/sla/items', asked({ ...query, sort }));
        expect(list.items).toHaveLength(misses);
      }
    },
  );

  test('open items that are late are those that fit', async () => {
    // E entered on day 2 and G on day 3; both are a week old and more on day 15.
    const late = async (query: Query) => (await api.ask<Sla>('/v1/sla', asked(query))).open.late;
    expect([await late({}), await late({ type: 'defect' }), await late({ assignee: '' })]).toEqual([2, 0, 2]);
    const open = await api.ask<AnswerTo<'/v1/sla/items'>>('/v1/sla/items', asked({ rows: 'open' }));
    expect(open.items.map(({ reference }) => board.letterOf(reference)).sort()).toEqual(['E', 'G']);
  });

  // By hand: in the 15 days from 2 to 16 March.
  describe.each([
    [{}, 6, 6],
    [{ type: 'defect' }, 1, 1],
    [{ classOfService: 'standard' }, 5, 5],
    [{ assignee: 'ada', fieldsAt: 'end' }, 0, 0],
    [{ parent: 'A' }, 1, 1],
    // I was finished on day 4 and is reopened at noon.
    [{ at: '2026-03-06T12:00:00Z', to: '2026-03-05', from: '2026-02-20' }, 0, 0],
    [{ at: '2026-03-09T12:00:00Z', to: '2026-03-08', from: '2026-02-22' }, 1, 1],
  ] as [Query, number, number][])('forecasts of %o', (query, finished, activeDays) => {
    test(`draw from ${finished} items`, async () => {
      const { history } = await api.ask<HowMany>('/v1/forecast/how-many', asked(query));
      expect(history).toMatchObject({ items: finished, activeDays });
      const when = await api.ask<When>('/v1/forecast/when', asked({ ...query, items: '3' }));
      expect(when.streams[0]?.history).toMatchObject({ items: finished, activeDays });
    });
  });

  test('forecasts by groups are what their filters give', async () => {
    const whens = { items: '3', date: '2026-04-30' };
    const { groups } = await api.ask<When>('/v1/forecast/when', asked({ ...whens, splitBy: 'type' }));
    expect(groups.map(({ group, streams }) => [group, streams[0]?.history.items])).toEqual([
      ['defect', 1],
      ['story', 5],
    ]);
    const { streams, percentiles, likelihood, reason } = await api.ask<When>(
      '/v1/forecast/when',
      asked({ ...whens, type: 'story' }),
    );
    expect(reason).toBeNull();
    expect(groups[1]).toMatchObject({ streams, percentiles, likelihood });
    const query = asked({ splitBy: 'type', items: '2' });
    const many = await api.ask<HowMany>('/v1/forecast/how-many', query);
    expect(many.groups.map(({ group, reason }) => [group, reason])).toEqual([
      ['defect', 'tooLittleHistory'],
      ['story', null],
    ]);
    const text = await (
      await api.app.request(addressOf('/v1/forecast/how-many', { ...query, format: 'csv' }))
    ).text();
    expect(parse(text)[0]).toEqual(['group', 'percentile', 'items', 'probability']);
  });

  test('what is left of an epic is what fits', async () => {
    const parent = board.referenceOf('H');
    const set = (letter: string, fields: object) =>
      database.pool.query('UPDATE work_items SET ? WHERE reference = ?', [fields, board.referenceOf(letter)]);
    await set('E', { parent, type: 'spike' });
    await set('G', { parent });
    const items = async (query: Query) =>
      (await api.ask<When>('/v1/forecast/when', asked({ remainingOf: parent, ...query }))).streams[0]?.items;
    const left = [await items({}), await items({ type: 'story' })];
    await set('E', { parent: null, type: 'story' });
    await set('G', { parent: null });
    expect(left).toEqual(['2', '1']);
  });

  describe('compared with', () => {
    const STARTS = Date.UTC(2026, 0, 1) * 1000;
    let stream: string;
    beforeAll(async () => {
      const year = Date.UTC(2025, 0, 1) * 1000;
      const at = (start: number, day: number, hours: number) => ({
        enteredAt: start + day * DAY - hours * HOUR,
        committedAt: start + day * DAY - hours * HOUR,
        finishedAt: start + day * DAY,
      });
      // In ten days before 5 of 30 hours, in the ten days after 8 of 20, a year before these 6 of 20.
      const times = [
        ...Array.from({ length: 5 }, (_, n) => at(STARTS, 1.5 + n, 30)),
        ...Array.from({ length: 8 }, (_, n) => at(STARTS, 11.5 + n, 20)),
        ...Array.from({ length: 6 }, (_, n) => at(year, 11.5 + n, 20)),
      ];
      ({ name: stream } = await writeHistory(database.pool, historyOfItems(times), {
        timeZone: 'UTC',
        way: 'import',
      }));
    });
    const ask = <Answer>(path: string, query: Query) => {
      api.setNow(STARTS + 21 * DAY);
      return api.ask<Answer>(path, { stream, from: '2026-01-11', to: '2026-01-20', ...query });
    };

    test.each([
      ['none', null],
      ['previous', { from: '2026-01-01T00:00:00.000000Z', total: 5, difference: 3, direction: 'better' }],
      ['lastYear', { from: '2025-01-11T00:00:00.000000Z', total: 6, difference: 2, direction: 'better' }],
      [
        '2026-01-01..2026-01-02',
        { from: '2026-01-01T00:00:00.000000Z', total: 1, difference: 7, direction: null },
      ],
    ])('%s, throughput', async (compareWith, expected) => {
      const { total, comparison } = await ask<Throughput>('/v1/throughput', { compareWith });
      expect(total).toBe(8);
      expect(
        comparison && {
          from: comparison.from,
          total: comparison.summary.total,
          difference: comparison.changes[0]?.difference,
          direction: comparison.changes[0]?.direction,
        },
      ).toEqual(expected);
    });

    test('the period before, lead times are shorter', async () => {
      const { comparison } = await ask<LeadTime>('/v1/lead-time', { compareWith: 'previous' });
      expect(comparison?.summary).toMatchObject({ sampleSize: 5, meanMs: 30 * 3_600_000 });
      expect(comparison?.changes.slice(0, 3)).toEqual([
        { figure: 'sampleSize', difference: 3, direction: null, reason: null },
        { figure: 'meanMs', difference: -10 * 3_600_000, direction: 'better', reason: null },
        { figure: 'percentiles.p50Ms', difference: -10 * 3_600_000, direction: 'better', reason: null },
      ]);
    });

    test('the period before, flow, time in queue, blocks and promises', async () => {
      const compareWith = 'previous';
      const flow = await ask<AnswerTo<'/v1/flow'>>('/v1/flow', { compareWith });
      expect(flow.comparison?.summary.total).toMatchObject({ arrivals: 5, throughput: 5 });
      const changeOf = (changes: { figure: string }[] | undefined, figure: string) =>
        changes?.find((change) => change.figure === figure);
      expect(changeOf(flow.comparison?.changes, 'total.throughput')).toMatchObject({
        difference: 3,
        direction: 'better',
      });
      expect(changeOf(flow.comparison?.changes, 'total.meanCycleTimeMs')).toMatchObject({
        difference: -10 * 3_600_000,
        direction: 'better',
      });
      // Worked on all the time, before and after.
      const times = await ask<AnswerTo<'/v1/time-in-queue'>>('/v1/time-in-queue', { compareWith });
      expect(changeOf(times.comparison?.changes, 'efficiency.pooled')).toMatchObject({
        difference: 0,
        direction: 'same',
      });
      const blocked = await ask<AnswerTo<'/v1/blocked'>>('/v1/blocked', { compareWith });
      expect(changeOf(blocked.comparison?.changes, 'total.blockedMs')).toMatchObject({
        difference: 0,
        reason: 'tooFewItems',
      });
      await database.pool.query(
        "INSERT INTO sla_policies (value_stream, class_of_service, type, measure, clock, target_hours) VALUES (?, '', '', 'lead', 'elapsed', 24)",
        [stream],
      );
      const sla = await ask<Sla>('/v1/sla', { compareWith });
      expect(sla.comparison?.summary.total).toMatchObject({ hits: 0, misses: 5, hitRate: 0 });
      expect(changeOf(sla.comparison?.changes, 'total.hitRate')).toMatchObject({
        difference: 1,
        direction: 'better',
      });
    });

    test.each(['/v1/throughput', '/v1/flow'] as const)(
      'a period that would begin before 1970, %s is compared with nothing',
      async (path) => {
        const asked = { from: '1990-01-01', to: '2026-01-20', compareWith: 'previous' };
        expect((await ask<{ comparison: unknown }>(path, asked)).comparison).toBeNull();
        const leapt = { from: '1970-06-01', to: '2026-01-20', compareWith: 'lastYear' };
        expect((await ask<{ comparison: unknown }>(path, leapt)).comparison).toBeNull();
      },
    );

    test.each(['sometimes', '2026-01-02..2026-01-01', '2026-01-01'])(
      '%s, nobody gets an answer',
      async (given) => {
        const address = addressOf('/v1/throughput', { stream, compareWith: given });
        const response = await api.app.request(address);
        expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'compareWith' }]);
      },
    );
  });
});
