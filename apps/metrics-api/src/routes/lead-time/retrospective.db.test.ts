import { analyticsBoard, BOARD_BLOCKS, boardDay, boardItem } from '@kanban/domain/testing';
import { sqlInstant } from '@kanban/schema';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { referenceOf, writeHistory } from '../../testing/history-in-database.ts';

const RANGE = { from: '2026-03-02', to: '2026-03-16' };
const DAY_MS = 86_400_000;

describe.each(readerDatabases())('the CSV of lead times on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let stream: string;
  let referenceOfLetter: (letter: string) => string;

  beforeAll(async () => {
    const written = await writeHistory(database.pool, analyticsBoard(), { timeZone: 'UTC', way: 'import' });
    stream = written.name;
    const shift = (written.history.items[0]?.itemId ?? 0) - boardItem('A');
    referenceOfLetter = (letter) => referenceOf(boardItem(letter) + shift);
    for (const [letter, from, to] of BOARD_BLOCKS) {
      await run(
        `INSERT INTO blocked_intervals (value_stream_id, item_id, reference, reason, blocked_at, blocked_by, unblocked_at)
         SELECT value_stream_id, item_id, reference, 'vendor', ?, 'test', ? FROM item_flow WHERE reference = ?`,
        [sqlInstant(boardDay(from)), sqlInstant(boardDay(to)), referenceOfLetter(letter)],
      );
    }
    await run(
      "UPDATE work_items SET assignee = '=ann', parent = ?, priority = 7, date_due = '2026-03-14' WHERE reference = ?",
      [referenceOfLetter('A'), referenceOfLetter('D')],
    );
    await run('UPDATE wip_limits SET queue_name = ? WHERE value_stream = ? AND queue_name = ?', [
      '=te;st:1',
      stream,
      'test',
    ]);
    api = appUnderTest(database.url);
    api.setNow(boardDay(15));
  });
  afterAll(() => api.close());

  const run = (sql: string, values: unknown[]) => database.pool.query(sql, values);

  async function rowOf(letter: string, query: Record<string, string> = {}, delimiter = ',') {
    const asked = { ...RANGE, stream, format: 'csv', ...query };
    const response = await api.app.request(addressOf('/v1/lead-time', asked));
    const rows = parse(await response.text(), { columns: true, delimiter }) as Record<string, string>[];
    return rows.find(({ reference }) => reference === referenceOfLetter(letter)) ?? {};
  }

  test.each([
    ['A', { active: 3, waiting: 2, blocked: 0, back: 0, dev: 2, test: 1 }],
    ['B', { active: 5, waiting: 4, blocked: 0, back: 1, dev: 4, test: 1 }],
    ['C', { active: 6, waiting: 0, blocked: 0, back: 0, dev: 5, test: 1 }],
    ['D', { active: 5, waiting: 7, blocked: 3, back: 0, dev: 5, test: 3 }],
    ['H', { active: 0, waiting: 0, blocked: 0, back: 0, dev: 0, test: 0 }],
    ['I', { active: 4, waiting: 2, blocked: 0, back: 1, dev: 1, test: 3 }],
  ])('says where the cycle time of item %s went, in milliseconds and in days', async (letter, days) => {
    const { active, waiting, blocked, back, dev, test } = days;
    const row = await rowOf(letter, { measure: 'cycle' });
    expect(row).toMatchObject({
      leadTimeMs: String((active + waiting) * DAY_MS),
      leadTimeInDays: String(active + waiting),
      activeInDays: String(active),
      waitingInDays: String(waiting),
      blockedMs: String(blocked * DAY_MS),
      blockedInDays: String(blocked),
      visitsBack: String(back),
      'inQueueMs:dev': String(dev * DAY_MS),
      'inQueueInDays:dev': String(dev),
      'inQueueInDays:=te;st:1': String(test),
    });
  });

  test('has who, what for, how urgent, and how late, by the promise that /v1/sla judges by', async () => {
    expect(await rowOf('D')).toMatchObject({
      assignee: "'=ann",
      parent: referenceOfLetter('A'),
      priority: '7',
      dueAt: '2026-03-14',
      dueIsDay: 'true',
      dueAtLocal: '2026-03-14',
      // A microsecond more than a day: due to the end of the 14th, finished as the 16th began.
      lateByMs: '86400000.001',
      lateByInDays: '1',
      decidedBy: 'dueDate',
    });
    expect(await rowOf('A')).toMatchObject({
      assignee: '',
      dueAt: '',
      lateByMs: '',
      lateByInDays: '',
      decidedBy: '',
    });
  });

  test('tells local times in the zone asked for, else in that of the stream', async () => {
    const finishedAt = '2026-03-16T00:00:00.000000Z';
    expect(await rowOf('D')).toMatchObject({ finishedAt, finishedAtLocal: '2026-03-16 00:00' });
    expect(await rowOf('D', { timeZone: 'America/New_York' })).toMatchObject({
      finishedAt,
      finishedAtLocal: '2026-03-15 20:00',
    });
  });

  test('with semicolons and a decimal comma holds the same', async () => {
    const row = await rowOf('D', { separator: 'semicolon', decimal: 'comma' }, ';');
    expect(row).toEqual({ ...(await rowOf('D')), lateByMs: '86400000,001' });
  });

  test('is there even where working hours leave a promise no time, but cannot say how late', async () => {
    await run(
      "INSERT INTO sla_policies (value_stream, measure, clock, target_hours) VALUES (?, 'lead', 'working', 9999999)",
      [stream],
    );
    await run(
      "INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES (?, 1, '09:00', '10:00')",
      [stream],
    );
    expect((await api.app.request(addressOf('/v1/sla', { ...RANGE, stream }))).status).toBe(409);
    expect(await rowOf('A')).toMatchObject({ activeInDays: '3', lateByMs: '', decidedBy: '' });
  });
});
