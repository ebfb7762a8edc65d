import { DAY, formatInstant } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { parseCsv } from '../../testing/parse-csv.ts';

const DAY_MS = DAY / 1000;
const AT_15 = { at: formatInstant(boardDay(15)), minimumSample: '5' };

interface Item {
  reference: string;
  queue: string;
  ageMs: number;
  timeInQueueMs: number;
  blockedMs: number;
  isBlocked: boolean;
  isStalled: boolean;
  movedBack: boolean;
  paceShare: number | null;
  exceeds: number | null;
  reasons: Record<string, string>;
}
interface Percentile {
  percentile: number;
  ageMs: number;
  sampleSize: number;
  isMaximum: boolean;
}
interface Answer {
  from: string;
  to: string;
  at: string;
  parameters: Record<string, string | null>;
  definitions: Record<string, string>;
  stages: { queue: string; itemCount: number; items: string[]; pace: Percentile[] | null; reasons: object }[];
  items: Item[];
  cells: { queue: string; fromMs: number; toMs: number; count: number }[] | null;
  groups: ({ group: string | null } & Pick<Answer, 'stages' | 'age'>)[];
  age: { items: number; meanMs: number | null; totalMs: number; percentiles: Percentile[]; reasons: object };
}

describe.each(readerDatabases())('ageing of the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    api = appUnderTest(database.url);
  });
  afterAll(() => api.close());

  const ask = (query: Record<string, string> = {}) =>
    api.ask<Answer>('/v1/ageing', { stream: board.stream, ...AT_15, ...query });
  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  const ages = ({ items }: Answer) =>
    items.map(({ reference, queue, ageMs }) => [board.letterOf(reference), queue, ageMs / DAY_MS]);
  const bands = ({ items }: Answer) => items.map(({ paceShare, exceeds }) => [paceShare, exceeds]);
  const lines = ({ stages }: Answer, name: string) =>
    stages.find(({ queue }) => queue === name)?.pace?.map(({ ageMs }) => ageMs / DAY_MS);

  test('E in dev is older than all that passed it, G in review than half', async () => {
    const answer = await ask();
    expect(ages(answer)).toEqual([
      ['E', 'dev', 10],
      ['G', 'review', 6],
    ]);
    expect(bands(answer)).toEqual([
      [1, 95],
      [0.6, 50],
    ]);
    const names = ['ready', 'dev', 'review', 'test'];
    expect(names.map((name) => lines(answer, name))).toEqual([
      [1, 2, 2, 2],
      [5, 7, 7, 7],
      [5, 8, 9, 9],
      [6, 9, 12, 12],
    ]);
    expect(answer.age).toMatchObject({ items: 2, meanMs: 8 * DAY_MS, totalMs: 16 * DAY_MS, reasons: {} });
    expect(answer.stages.map(({ queue, items }) => [queue, items.map(board.letterOf)])).toEqual([
      ['backlog', []],
      ['ready', []],
      ['dev', ['E']],
      ['review', ['G']],
      ['test', []],
    ]);
    expect(answer.stages[0]).toMatchObject({ pace: null, reasons: { pace: 'notInProgress' } });
  });

  test('blocks, stalls and time in the queue are those of the log', async () => {
    const [e, g] = (await ask()).items;
    expect(e).toMatchObject({
      timeInQueueMs: 9 * DAY_MS,
      blockedMs: 5 * DAY_MS,
      isBlocked: true,
      isStalled: true,
    });
    expect(g).toMatchObject({ timeInQueueMs: DAY_MS, blockedMs: 0, isBlocked: false, isStalled: false });
  });

  test('names the range of the pace, the instant and every parameter', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      at: '2026-03-17T00:00:00.000000Z',
      from: '2025-12-17T00:00:00.000000Z',
      to: '2026-03-17T00:00:00.000000Z',
    });
    expect(answer.parameters).toMatchObject({
      at: '2026-03-17T00:00:00.000000Z',
      measure: 'cycle',
      clock: 'elapsed',
      percentiles: '50,70,85,95',
      percentileMethod: 'nearest-rank',
      minimumSample: '5',
      stalledDays: '5',
    });
  });

  describe('each parameter changes what it is for', () => {
    test('at: how it was then, by the rows before it', async () => {
      // D came to test on day 11, F has been committed to since day 7, G since day 9, to dev only on day 12 itself.
      const answer = await ask({ at: formatInstant(boardDay(12)), minimumSample: '4' });
      expect(ages(answer)).toEqual([
        ['D', 'test', 10],
        ['E', 'dev', 7],
        ['F', 'ready', 5],
        ['G', 'ready', 3],
      ]);
      // A, B, C and I had passed test at 5, 9, 6 and 6 days.
      expect(lines(answer, 'test')).toEqual([6, 6, 9, 9]);
      expect(bands(answer)[0]).toEqual([1, 95]);
      expect(answer.items[1]).toMatchObject({ isBlocked: false, blockedMs: 3 * DAY_MS });
    });

    test('at: an item that was finished then and was reopened since belongs to the pace of then', async () => {
      const answer = await ask({ at: formatInstant(boardDay(4.5)), to: '2026-03-06' });
      expect(answer.stages.find(({ queue }) => queue === 'test')?.pace?.[0]).toMatchObject({
        ageMs: 3 * DAY_MS,
        sampleSize: 1,
      });
      expect(ages(answer).map(([letter]) => letter)).toEqual(['A', 'B', 'C', 'D']);
    });

    test('at: one that has not come, or is no instant, is refused', async () => {
      for (const at of ['2999-01-01T00:00:00Z', '2026-03-17', 'yesterday', '2026-02-30T00:00:00Z']) {
        const response = await api.app.request(addressOf('/v1/ageing', { stream: board.stream, at }));
        expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'at' }]);
      }
    });

    test('measure: by lead time ages begin at the entry', async () => {
      expect(ages(await ask({ measure: 'lead' }))).toEqual([
        ['E', 'dev', 13],
        ['G', 'review', 12],
      ]);
    });

    test('from and to: who is in the pace', async () => {
      expect(lines(await ask({ to: '2026-03-15', minimumSample: '1' }), 'test')).toEqual([6, 6, 9, 9]);
      expect(lines(await ask({ from: '2026-03-10', to: '2026-03-16' }), 'test')).toEqual([9, 12, 12, 12]);
    });

    test('timeZone: which days are complete', async () => {
      // 01:24 on the 16th in the Azores: their days up to 01:00 UTC are complete, D was finished an hour before.
      const at = formatInstant(boardDay(14.1));
      const sizes = async (timeZone: string) =>
        (await ask({ at, timeZone })).stages[1]?.pace?.[0]?.sampleSize;
      expect([await sizes('UTC'), await sizes('Atlantic/Azores')]).toEqual([4, 5]);
    });

    test('percentiles and percentileMethod: which lines, and between which values', async () => {
      expect(lines(await ask({ percentiles: '20,100' }), 'dev')).toEqual([2, 7]);
      // Ages 2 3 5 7 7: at 70 of 100, four fifths of the way from the third to the fourth.
      const linear = lines(await ask({ percentiles: '70', percentileMethod: 'linear' }), 'dev');
      expect(linear?.[0]).toBeCloseTo(6.6);
    });

    test('minimumSample: too few items compare with nothing, and say so', async () => {
      const answer = await ask({ minimumSample: '6' });
      expect(bands(answer)).toEqual([
        [null, null],
        [null, null],
      ]);
      expect(answer.items[0]?.reasons).toEqual({ paceShare: 'tooFewItems', exceeds: 'tooFewItems' });
    });

    test('stalledDays: how long nothing may happen', async () => {
      expect((await ask({ stalledDays: '9' })).items[0]?.isStalled).toBe(true);
      expect((await ask({ stalledDays: '10' })).items[0]?.isStalled).toBe(false);
    });

    test('clock: only working hours count', async () => {
      await run(
        `INSERT INTO working_hours (value_stream, weekday, starts, ends)
         SELECT ?, weekday, '09:00', '17:00' FROM (SELECT 1 AS weekday UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5) w`,
        [board.stream],
      );
      // From Sat 7 March to Tue 17 March lie six working days; from Wed 11 March four.
      const answer = await ask({ clock: 'working' });
      expect(answer.items.map(({ ageMs }) => ageMs / 3_600_000)).toEqual([6 * 8, 4 * 8]);
      expect(ages(await ask({ clock: 'elapsed' })).map(([, , age]) => age)).toEqual([10, 6]);
      await run('DELETE FROM working_hours WHERE value_stream = ?', [board.stream]);
    });

    test('type, classOfService, assignee and parent: whose ages, and whose pace', async () => {
      const [e, d, g] = ['E', 'D', 'G'].map(board.referenceOf);
      await run(
        "UPDATE work_items SET type = 'bug', class_of_service = 'expedite', assignee = 'ada', parent = ? WHERE reference IN (?, ?)",
        [g, e, d],
      );
      for (const filter of [
        { type: 'bug' },
        { classOfService: 'expedite' },
        { assignee: 'ada' },
        { parent: g as string },
      ]) {
        const answer = await ask({ ...filter, minimumSample: '1' });
        expect(ages(answer)).toEqual([['E', 'dev', 10]]);
        // Only D was finished of these: it had passed dev at 7 days.
        expect(lines(answer, 'dev')).toEqual([7, 7, 7, 7]);
      }
      expect(ages(await ask({ assignee: '' }))).toEqual([['G', 'review', 6]]);
      // Nobody had them at the instant looked at.
      expect(ages(await ask({ assignee: 'ada', fieldsAt: 'end' }))).toEqual([]);
    });

    test('splitBy: the same figures of each group', async () => {
      const { groups } = await ask({ splitBy: 'type', minimumSample: '1' });
      expect(groups.map(({ group, age }) => [group, age.items, age.totalMs / DAY_MS])).toEqual([
        ['bug', 1, 10],
        ['story', 1, 6],
      ]);
      expect(
        groups.map(({ stages }) => stages.find(({ queue }) => queue === 'test')?.pace?.[0]?.sampleSize),
      ).toEqual([1, 4]);
      expect((await ask()).groups).toEqual([]);
    });

    test('stream: of another one nothing is said', async () => {
      const other = await ask({ stream: 'main' });
      expect(other).toMatchObject({ items: [], stages: [] });
      expect(other.age).toMatchObject({ items: 0, meanMs: null, reasons: { meanMs: 'noItems' } });
    });

    test('rows: items or the pace, in the zone asked for', async () => {
      const csv = async (rows: string) => {
        const query = { stream: board.stream, ...AT_15, rows, format: 'csv' };
        const response = await api.app.request(addressOf('/v1/ageing', query));
        return parseCsv(await response.text());
      };
      const [head, e] = await csv('items');
      expect(e?.[head?.indexOf('ageInDays') ?? -1]).toBe('10');
      expect(e?.[head?.indexOf('exceeds') ?? -1]).toBe('95');
      const pace = await csv('pace');
      const column = pace[0]?.indexOf('p85InDays') ?? -1;
      expect(pace.slice(1).map((row) => [row[0], row[column]])).toEqual([
        ['backlog', ''],
        ['ready', '2'],
        ['dev', '7'],
        ['review', '9'],
        ['test', '12'],
      ]);
    });
  });

  test('a change of a field before the instant ends a stall', async () => {
    await run(
      `INSERT INTO field_history (occurred_at, value_stream_id, item_id, reference, field, actor, source)
       SELECT '2026-03-14', s.id, w.id, w.reference, 'assignee', 'test', 'sql' FROM work_items w
       JOIN value_streams s ON s.name = w.value_stream WHERE w.reference = ?`,
      [board.referenceOf('E')],
    );
    expect((await ask()).items[0]?.isStalled).toBe(false);
    expect(
      (await ask({ at: formatInstant(boardDay(11.5)) })).items.map(({ isStalled }) => isStalled)[1],
    ).toBe(true);
  });

  test('an answer to those who ask within one minute is the same, and an edit is another', async () => {
    const etag = async () =>
      (await api.app.request(addressOf('/v1/ageing', { stream: board.stream }))).headers.get('etag');
    api.setNow(boardDay(20) + 1);
    const first = await etag();
    api.setNow(boardDay(20) + 59_000_000);
    expect(await etag()).toBe(first);
    api.setNow(boardDay(20) + 60_000_000);
    expect(await etag()).not.toBe(first);
    api.setNow(boardDay(20) + 1);
    await run("UPDATE work_items SET assignee = 'grace' WHERE reference = ?", [board.referenceOf('E')]);
    expect(await etag()).not.toBe(first);
    api.setNow(undefined);
  });
});
