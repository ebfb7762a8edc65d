import { formatInstant, HOUR } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { appUnderTest } from '../../testing/app-under-test.ts';

interface Counts {
  changes: { change: string; times: number; items: number }[];
}
interface Compared extends Counts {
  comparison: {
    from: string;
    summary: Counts;
    changes: { figure: string; difference: number; direction: string | null; reason: string | null }[];
  } | null;
}
interface Items {
  items: { at: string; change: string; reference: string; queue: string | null }[];
  nextPage: string | null;
}

describe.each(readerDatabases())('changes of the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    api = appUnderTest(database.url);
    for (const letter of ['A', 'B'])
      await run("UPDATE work_items SET date_due = '2026-03-08 00:00:00.001' WHERE reference = ?", [
        board.referenceOf(letter),
      ]);
  });
  afterAll(() => api.close());

  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  const query = (over: Record<string, string>) => ({
    stream: board.stream,
    at: formatInstant(boardDay(15)),
    ...over,
  });
  const items = (over: Record<string, string>) => api.ask<Items>('/v1/changes/items', query(over));
  const told = (answer: Items) =>
    answer.items.map(({ change, reference, queue }) => [change, board.letterOf(reference), queue]);
  /** Days 5 and 6 of the board: 7 and 8 March. */
  const DAYS_5_6 = { from: '2026-03-07', to: '2026-03-08' };

  test('days 5 and 6: a block, two moves back, a finish and a broken promise', async () => {
    expect(told(await items(DAYS_5_6))).toEqual([
      ['blocked', 'D', 'dev'],
      ['movedBack', 'I', 'test'],
      ['finished', 'A', 'live'],
      ['movedBack', 'B', 'dev'],
      ['deadlineBroken', 'B', 'dev'],
    ]);
    const { changes } = await api.ask<Counts>('/v1/changes', query(DAYS_5_6));
    expect(changes.map(({ change, times, items }) => [change, times, items])).toEqual([
      ['entered', 0, 0],
      ['finished', 1, 1],
      ['dropped', 0, 0],
      ['movedBack', 2, 2],
      ['blocked', 1, 1],
      ['unblocked', 0, 0],
      ['deadlineBroken', 1, 1],
    ]);
  });

  test('compareWith: the same counts of the days before, too few to judge by', async () => {
    const asked = (compareWith: string) =>
      api.ask<Compared>('/v1/changes', query({ ...DAYS_5_6, compareWith }));
    // Days 3 and 4 as they are asked about by themselves.
    const before = await api.ask<Counts>('/v1/changes', query({ from: '2026-03-05', to: '2026-03-06' }));
    const { changes, comparison } = await asked('previous');
    expect(comparison?.from).toBe('2026-03-05T00:00:00.000000Z');
    expect(comparison?.summary.changes).toEqual(before.changes);
    expect(before.changes.some(({ items }) => items > 0)).toBe(true);
    const differences = changes.flatMap(({ change, times, items }, place) => [
      [`changes.${change}.times`, times - (before.changes[place]?.times ?? 0)],
      [`changes.${change}.items`, items - (before.changes[place]?.items ?? 0)],
    ]);
    expect(comparison?.changes.map(({ figure, difference }) => [figure, difference])).toEqual(differences);
    expect(new Set(comparison?.changes.map(({ reason }) => reason))).toEqual(new Set(['tooFewItems']));
    expect((await asked('none')).comparison).toBeNull();
  });

  test('from and to, and without them the day before and the day of the instant', async () => {
    // Day 12 is 14 March: D blocked again, F dropped.
    expect(told(await items({ from: '2026-03-14', to: '2026-03-14' }))).toEqual([
      ['blocked', 'D', 'test'],
      ['dropped', 'F', 'drop'],
    ]);
    // Days 13 and 14, and nothing of 17 March, which has just begun.
    const latest = await items({ at: formatInstant(boardDay(14) + 1) });
    expect(told(latest)).toEqual([
      ['unblocked', 'D', 'test'],
      ['blocked', 'E', 'dev'],
      ['finished', 'D', 'live'],
    ]);
  });

  test('at: what was so then', async () => {
    // I was finished on day 4, and reopened on day 5.
    const day4 = { from: '2026-03-06', to: '2026-03-06' };
    expect(told(await items({ ...day4, at: formatInstant(boardDay(4.5)) }))).toContainEqual([
      'finished',
      'I',
      'live',
    ]);
    expect(told(await items(day4))).not.toContainEqual(['finished', 'I', 'live']);
  });

  test('timeZone: which instants a day holds', async () => {
    const day = { from: '2026-03-16', to: '2026-03-16' };
    expect(told(await items(day))).toEqual([['finished', 'D', 'live']]);
    expect(told(await items({ ...day, timeZone: 'America/New_York' }))).toEqual([]);
  });

  test('filters: of which items', async () => {
    await run(
      "UPDATE work_items SET assignee = 'ada', type = 'bug', class_of_service = 'expedite', parent = ? WHERE reference = ?",
      [board.referenceOf('G'), board.referenceOf('B')],
    );
    for (const filter of [
      { assignee: 'ada' },
      { type: 'bug' },
      { classOfService: 'expedite' },
      { parent: board.referenceOf('G') },
    ])
      expect(told(await items({ ...DAYS_5_6, ...filter })).map(([, letter]) => letter)).toEqual(['B', 'B']);
    expect(told(await items({ ...DAYS_5_6, assignee: 'ada', fieldsAt: 'end' }))).toEqual([]);
  });

  test('settings, limits and policies: what was set, from what to what, by whom', async () => {
    const [[clock]] = (await run('SELECT UTC_TIMESTAMP(6) AS now')) as never as [[{ now: number }]];
    api.setNow(clock.now + HOUR);
    const { stream } = board;
    await run("UPDATE wip_limits SET wip_limit = 3 WHERE value_stream = ? AND queue_name = 'dev'", [stream]);
    await run("UPDATE wip_limits SET wip_limit = 2 WHERE value_stream = ? AND queue_name = 'dev'", [stream]);
    await run("INSERT INTO settings (name, value_stream, value) VALUES ('sle_days', ?, '9')", [stream]);
    await run(
      "INSERT INTO sla_objectives (value_stream, class_of_service, objective) VALUES (?, 'expedite', 0.9)",
      [stream],
    );
    await run('DELETE FROM sla_objectives WHERE value_stream = ?', [stream]);
    await run("INSERT INTO holidays (value_stream, day, name) VALUES (?, '2026-12-25', 'Christmas')", [
      stream,
    ]);
    await run("INSERT INTO annotations (value_stream, day, text) VALUES (?, '2026-03-02', 'New tester')", [
      stream,
    ]);
    await run("INSERT INTO value_streams (name) VALUES ('other')");
    await run("INSERT INTO sla_policies (value_stream, target_hours) VALUES ('other', 5)");
    const from = formatInstant(clock.now);
    type Setting = {
      table: string;
      change: string;
      name: string;
      before: unknown;
      after: unknown;
      actor: string;
    };
    const ask = (over: Record<string, string> = {}) =>
      api.ask<{ settings: Setting[]; nextPage: string | null }>('/v1/changes/settings', {
        stream,
        from,
        ...over,
      });
    const told = ({ settings }: { settings: Setting[] }) =>
      settings.map(({ table, change, name, before, after }) => [table, change, name, before, after]);
    const expedite = { class_of_service: 'expedite', type: '', objective: 0.9, window_days: 30 };
    expect(told(await ask())).toEqual([
      ['wip_limits', 'changed', 'dev', { wip_limit: -1 }, { wip_limit: 3 }],
      ['wip_limits', 'changed', 'dev', { wip_limit: 3 }, { wip_limit: 2 }],
      ['settings', 'added', 'sle_days', null, { name: 'sle_days', value: '9' }],
      ['sla_objectives', 'added', 'expedite', null, expedite],
      ['sla_objectives', 'removed', 'expedite', expedite, null],
      ['holidays', 'added', '2026-12-25', null, { day: '2026-12-25', name: 'Christmas' }],
      ['annotations', 'added', '2026-03-02', null, { day: '2026-03-02', text: 'New tester' }],
    ]);
    expect((await ask()).settings[0]?.actor).not.toBe('');
    const first = await ask({ limit: '4' });
    const { searchParams } = new URL(first.nextPage as string, 'http://localhost');
    const second = await api.ask<typeof first>('/v1/changes/settings', Object.fromEntries(searchParams));
    expect([...told(first), ...told(second)]).toEqual(told(await ask()));
    const { settings } = await api.ask<{ settings: { table: string; times: number }[] }>('/v1/changes', {
      ...{ stream, from },
    });
    expect(settings.filter(({ times }) => times > 0)).toEqual([
      { table: 'annotations', times: 1 },
      { table: 'holidays', times: 1 },
      { table: 'settings', times: 1 },
      { table: 'sla_objectives', times: 2 },
      { table: 'wip_limits', times: 2 },
    ]);
    // Before them nothing was changed but at the beginning of the stream.
    expect(told(await ask({ from: '2020-01-01', to: '2020-01-31' }))).toEqual([]);
    expect(told(await ask({ at: formatInstant(clock.now) }))).toEqual([]);
    api.setNow(undefined);
  });

  test('limit and after: pages add up', async () => {
    const first = await items({ ...DAYS_5_6, limit: '3' });
    const { pathname, searchParams } = new URL(first.nextPage as string, 'http://localhost');
    const second = await api.ask<Items>(pathname, Object.fromEntries(searchParams));
    expect([...told(first), ...told(second)]).toEqual(told(await items(DAYS_5_6)));
    expect([second.items.length, second.nextPage]).toEqual([2, null]);
  });
});
