import { DAY, formatInstant } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { parseCsv } from '../../testing/parse-csv.ts';

const DAY_MS = DAY / 1000;
const AT_15 = { at: formatInstant(boardDay(15)), minimumSample: '3' };

interface Item {
  reference: string;
  queue: string;
  ageMs: number | null;
  timeInQueueMs: number;
  state: string;
  deadline: string | null;
  missProbability: number | null;
  expected50: string | null;
  expected85: string | null;
  exceeds: number | null;
  isStalled: boolean;
  reasons: Record<string, string>;
}
interface Answer {
  items: Item[];
  nextPage: string | null;
  parameters: Record<string, string | null>;
}

describe.each(readerDatabases())('open items of the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    api = appUnderTest(database.url);
  });
  afterAll(() => api.close());

  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  const ask = (query: Record<string, string> = {}) =>
    api.ask<Answer>('/v1/work-items', { stream: board.stream, ...AT_15, ...query });
  const letters = ({ items }: Answer) => items.map(({ reference }) => board.letterOf(reference));
  const dayOf = (text: string | null) => text && (Date.parse(text) * 1000 - boardDay(0)) / DAY;
  const itemOf = async (letter: string, query: Record<string, string> = {}) =>
    (await ask(query)).items.find(({ reference }) => board.letterOf(reference) === letter) as Item;
  const due = (letter: string, day: number | null) =>
    run('UPDATE work_items SET date_due = ? WHERE reference = ?', [
      // Not at midnight, which would be a whole day.
      day === null
        ? null
        : new Date(boardDay(day) / 1000 + (day % 1 === 0 ? 1 : 0)).toISOString().slice(0, 23),
      board.referenceOf(letter),
    ]);

  test('E is expected on day 16 and G on day 19, for any range of the page', async () => {
    const { items } = await ask();
    expect(items.map((item) => [dayOf(item.expected50), dayOf(item.expected85)])).toEqual([
      [16, 16],
      [19, 19],
    ]);
    expect(items.map(({ state, reasons }) => [state, reasons])).toEqual([
      ['noDeadline', { deadline: 'noDeadline', missProbability: 'noDeadline' }],
      ['noDeadline', { deadline: 'noDeadline', missProbability: 'noDeadline' }],
    ]);
  });

  test('says why and since when an item is blocked', async () => {
    expect(await itemOf('E')).toMatchObject({
      isBlocked: true,
      blockedSince: formatInstant(boardDay(13)),
      blockedReason: 'vendor',
      blockedMs: 5 * DAY_MS,
      ageMs: 10 * DAY_MS,
      exceeds: 95,
    });
    expect(await itemOf('G')).toMatchObject({ isBlocked: false, blockedSince: null, blockedReason: null });
  });

  test.each([
    // 1, 4 and 4 days remain of three items that took longer than G has.
    [14, 'late', 1],
    [15.5, 'likelyLate', 1],
    [16, 'likelyLate', 2 / 3],
    [40, 'onTrack', 0],
  ])('G due on day %f: %s', async (day, state, missProbability) => {
    await due('G', day);
    expect(await itemOf('G')).toMatchObject({ state, missProbability, decidedBy: 'dueDate' });
    await due('G', null);
  });

  test('at risk begins when the part of its time that the setting says has passed', async () => {
    const enteredAt = boardDay(3) / 1000;
    await run('UPDATE work_items SET date_logged = ? WHERE reference = ?', [
      new Date(enteredAt).toISOString().slice(0, 23),
      board.referenceOf('G'),
    ]);
    await due('G', 19);
    // Of 16 days since it entered 12 have passed: 75 of 100.
    const set = (percent: string) =>
      run('REPLACE INTO settings (name, value_stream, value) VALUES (?, ?, ?)', [
        'sla_at_risk_percent',
        board.stream,
        percent,
      ]);
    expect((await itemOf('G')).state).toBe('onTrack');
    await set('74');
    expect((await itemOf('G')).state).toBe('atRisk');
    await set('off');
    expect((await itemOf('G')).state).toBe('onTrack');
    await run("DELETE FROM settings WHERE name = 'sla_at_risk_percent'");
    await due('G', null);
  });

  describe('each parameter changes what it is for', () => {
    test('at: what was open then', async () => {
      expect(letters(await ask({ at: formatInstant(boardDay(12)) }))).toEqual(['D', 'E', 'F', 'G']);
    });

    test('minimumSample: with too few nothing is expected, and it says so', async () => {
      const item = await itemOf('E', { minimumSample: '6' });
      expect(item).toMatchObject({ expected50: null, expected85: null, exceeds: null });
      expect(item.reasons).toMatchObject({ expected50: 'tooFewItems', exceeds: 'tooFewItems' });
    });

    test('measure: where ages begin; what is not committed to has none', async () => {
      const at = formatInstant(boardDay(4.5));
      const ages = async (measure: string) =>
        (await ask({ at, measure })).items.map(({ reference, ageMs }) => [
          board.letterOf(reference),
          ageMs && ageMs / DAY_MS,
        ]);
      expect(await ages('lead')).toEqual([
        ['A', 4.5],
        ['B', 4.5],
        ['C', 4.5],
        ['D', 3.5],
        ['E', 2.5],
        ['F', 1.5],
        ['G', 1.5],
        ['H', 0.5],
      ]);
      expect(await ages('cycle')).toEqual([
        ['A', 3.5],
        ['B', 3.5],
        ['C', 2.5],
        ['D', 2.5],
        ['E', null],
        ['F', null],
        ['G', null],
        ['H', null],
      ]);
      const uncommitted = await itemOf('E', { at });
      expect(uncommitted).toMatchObject({ timeInQueueMs: 2.5 * DAY_MS, reasons: { ageMs: 'notInProgress' } });
    });

    test('queue: only items in it; one that there is not is refused', async () => {
      expect(letters(await ask({ queue: 'review' }))).toEqual(['G']);
      const response = await api.app.request(
        addressOf('/v1/work-items', { stream: board.stream, queue: 'nowhere' }),
      );
      expect([response.status, await response.json()]).toMatchObject([400, { parameter: 'queue' }]);
    });

    test('sort: by what, and who has none comes last', async () => {
      await due('G', 40);
      expect(letters(await ask({ sort: 'age' }))).toEqual(['E', 'G']);
      expect(letters(await ask({ sort: 'deadline' }))).toEqual(['G', 'E']);
      await due('G', null);
      const at = formatInstant(boardDay(12));
      expect(letters(await ask({ at, sort: 'timeInQueue' }))).toEqual(['E', 'F', 'G', 'D']);
      expect(letters(await ask({ at, sort: 'entered' }))).toEqual(['D', 'E', 'F', 'G']);
    });

    test('stalledDays and clock', async () => {
      expect([
        (await itemOf('E', { stalledDays: '9' })).isStalled,
        (await itemOf('E', { stalledDays: '10' })).isStalled,
      ]).toEqual([true, false]);
      await run(
        "INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES (?, 1, '09:00', '17:00')",
        [board.stream],
      );
      // Two Mondays since day 5, Saturday 7 March: 9 and 16.
      expect((await itemOf('E', { clock: 'working' })).ageMs).toBe(2 * 8 * 3_600_000);
      await run('DELETE FROM working_hours WHERE value_stream = ?', [board.stream]);
    });

    test('type, classOfService, assignee, parent: whose fields fit, now or as they were', async () => {
      const [e, g] = [board.referenceOf('E'), board.referenceOf('G')];
      await run(
        "UPDATE work_items SET type = 'bug', class_of_service = 'expedite', assignee = 'ada', parent = ? WHERE reference = ?",
        [g, e],
      );
      expect(letters(await ask({ type: 'bug' }))).toEqual(['E']);
      expect(letters(await ask({ classOfService: 'expedite' }))).toEqual(['E']);
      expect(letters(await ask({ assignee: 'ada' }))).toEqual(['E']);
      expect(letters(await ask({ assignee: '' }))).toEqual(['G']);
      expect(letters(await ask({ parent: g }))).toEqual(['E']);
      // These changes are of today: at the instant looked at nobody had it.
      expect(letters(await ask({ assignee: 'ada', fieldsAt: 'end' }))).toEqual([]);
    });

    test('limit and after: pages of the instant of the first', async () => {
      const first = await ask({ limit: '1' });
      expect(letters(first)).toEqual(['E']);
      const second = await api.ask<Answer>(...pageOf(first.nextPage as string));
      expect([letters(second), second.nextPage]).toEqual([['G'], null]);
    });

    test('timeZone: of the local times of the CSV', async () => {
      const csv = async (timeZone: string) => {
        const query = { stream: board.stream, ...AT_15, timeZone, format: 'csv' };
        return parseCsv(await (await api.app.request(addressOf('/v1/work-items', query))).text());
      };
      const [head, e] = await csv('Asia/Tokyo');
      const expected = head?.indexOf('expected85Local') ?? -1;
      expect(e?.[expected]).toBe('2026-03-18 09:00');
      expect((await csv('UTC'))[1]?.[expected]).toBe('2026-03-18 00:00');
    });
  });

  test('names what an item waits for, and its place where people put it', async () => {
    await run('INSERT INTO dependencies (reference, depends_on) VALUES (?, ?), (?, ?)', [
      board.referenceOf('G'),
      board.referenceOf('A'),
      board.referenceOf('G'),
      board.referenceOf('E'),
    ]);
    expect(await itemOf('G')).toMatchObject({ waitsFor: [board.referenceOf('E')] });
  });

  function pageOf(address: string): [string, Record<string, string>] {
    const { pathname, searchParams } = new URL(address, 'http://localhost');
    return [pathname, Object.fromEntries(searchParams)];
  }
});
