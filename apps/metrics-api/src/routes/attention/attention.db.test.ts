import { attentionRoute } from '@kanban/api/contracts';
import { ATTENTION_KINDS, DAY, formatInstant, HOUR } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from '../../testing/analytics-board.ts';
import { addressOf, appUnderTest } from '../../testing/app-under-test.ts';
import { parseCsv } from '../../testing/parse-csv.ts';

interface Line {
  kind: string;
  severity: number;
  says: string;
  facts: Record<string, unknown>;
  reference: string | null;
  shortDesc: string | null;
  queue: string | null;
  assignee: string | null;
  since: string | null;
  link: string;
}
interface Answer {
  total: number;
  lines: Line[];
}

test('the contract has a kind for every rule, and no other', () => {
  const { lines } = attentionRoute.responses[200].content['application/json'].schema.shape;
  expect(lines.element.shape.kind.options).toEqual(ATTENTION_KINDS);
});

describe.each(readerDatabases())('attention on the worked board on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let api: ReturnType<typeof appUnderTest>;
  let board: BoardInDatabase;

  beforeAll(async () => {
    board = await writeAnalyticsBoard(database.pool);
    api = appUnderTest(database.url);
  });
  afterAll(() => api.close());

  const AT_15 = { at: formatInstant(boardDay(15)), minimumSample: '3' };
  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  const ask = (query: Record<string, string> = {}) =>
    api.ask<Answer>('/v1/attention', { stream: board.stream, ...AT_15, ...query });
  const told = ({ lines }: Answer) =>
    lines.map(({ kind, reference, queue, assignee }) => [
      kind,
      reference === null ? (queue ?? assignee) : board.letterOf(reference),
    ]);
  const due = (letter: string, at: number | null) =>
    run('UPDATE work_items SET date_due = ? WHERE reference = ?', [
      at === null ? null : new Date(at / 1000).toISOString().slice(0, 23),
      board.referenceOf(letter),
    ]);
  const limit = (queue: string, wipLimit: number) =>
    run('UPDATE wip_limits SET wip_limit = ? WHERE value_stream = ? AND queue_name = ?', [
      wipLimit,
      board.stream,
      queue,
    ]);

  test('E is older than most were in dev; test is empty while G waits before it', async () => {
    const { lines, total } = await ask();
    expect([told({ lines, total }), total]).toEqual([
      [
        ['beyondPace', 'E'],
        ['starved', 'test'],
      ],
      2,
    ]);
    expect(lines[0]).toMatchObject({
      severity: 4,
      facts: { queue: 'dev', ageMs: (10 * DAY) / 1000, paceMs: (7 * DAY) / 1000 },
      since: formatInstant(boardDay(5)),
      link: `?page=item&stream=${board.stream}&item=${board.referenceOf('E')}`,
    });
    expect(lines[0]?.says).toContain(board.referenceOf('E'));
  });

  test('a line about an item holds its description, any other none', async () => {
    await run("UPDATE work_items SET short_desc = 'A red door' WHERE reference = ?", [
      board.referenceOf('E'),
    ]);
    const { lines } = await ask();
    expect(lines.map(({ kind, shortDesc }) => [kind, shortDesc])).toEqual([
      ['beyondPace', 'A red door'],
      ['starved', null],
    ]);
  });

  test('at: what there was to talk about then', async () => {
    // D has come to test, 12 days old; E is blocked since a day; G, which came to review at that instant, is still in dev.
    expect(told(await ask({ at: formatInstant(boardDay(14)) }))).toEqual([
      ['beyondPace', 'D'],
      ['beyondPace', 'E'],
    ]);
    // On day 16 E has been blocked for three days.
    api.setNow(boardDay(17));
    expect(told(await ask({ at: formatInstant(boardDay(16)) }))[0]).toEqual(['blocked', 'E']);
    api.setNow(undefined);
  });

  test('minimumSample: with too few finished items no age is beyond anything', async () => {
    expect(told(await ask({ minimumSample: '6' }))).toEqual([['starved', 'test']]);
  });

  test('an item has one line, its most serious; late before likely late', async () => {
    await due('E', boardDay(15) - HOUR);
    await due('G', boardDay(15) + 12 * HOUR);
    const answer = await ask();
    expect(told(answer)).toEqual([
      ['late', 'E'],
      ['likelyLate', 'G'],
      ['starved', 'test'],
    ]);
    expect(answer.lines[1]?.facts.deadlineAt).toBe(formatInstant(boardDay(15) + 12 * HOUR));
    await due('E', null);
    await due('G', null);
  });

  test('queues and persons over their limits, and a full queue before one with room', async () => {
    await limit('dev', 0);
    await run("UPDATE work_items SET assignee = 'ada' WHERE reference = ?", [board.referenceOf('G')]);
    await run('INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES (?, ?, 0)', [
      board.stream,
      '',
    ]);
    await limit('review', 1);
    expect(told(await ask())).toEqual([
      ['beyondPace', 'E'],
      ['personOverLimit', 'ada'],
      ['queueOverLimit', 'dev'],
      ['queueFull', 'review'],
      ['starved', 'test'],
    ]);
    await limit('dev', -1);
    await limit('review', -1);
    await run('DELETE FROM person_limits WHERE value_stream = ?', [board.stream]);
  });

  test('timeZone and weeks: more begun than ended in each of four complete weeks', async () => {
    await run("INSERT INTO value_streams (name) VALUES ('growing')");
    await run(
      "INSERT INTO wip_limits (value_stream, queue_name, position, kind) VALUES ('growing', 'dev', 1, 'active')",
    );
    const [[stream]] = (await run("SELECT id FROM value_streams WHERE name = 'growing'")) as never as [
      [{ id: number }],
    ];
    // A spell begins at noon of each Thursday from 5 to 26 March, but for the last in Kiribati, where it is Friday.
    const noons = [5, 12, 19, 26].map((day) => `2026-03-${String(day).padStart(2, '0')} 12:00:00`);
    for (const [n, noon] of noons.entries())
      await run(
        'INSERT INTO item_spells (item_id, begin_audit_id, value_stream_id, begin_at, committed_at) VALUES (?, ?, ?, ?, ?)',
        [90_000 + n, 90_000 + n, stream.id, noon, noon],
      );
    const growing = async (at: string, timeZone: string) =>
      (await ask({ stream: 'growing', at, timeZone })).lines.map(({ kind }) => kind);
    // From Monday 30 March in UTC the week of the 26th is complete; a day earlier it is so in no zone but to the east.
    expect(await growing('2026-03-30T00:00:00Z', 'UTC')).toEqual(['growing']);
    expect(await growing('2026-03-29T12:00:00Z', 'UTC')).toEqual([]);
    expect(await growing('2026-03-29T12:00:00Z', 'Pacific/Kiritimati')).toEqual(['growing']);
  });

  test('a budget that burns, whose objective it is, and since when', async () => {
    // One promise was broken on day 13; with two more on day 14 the budget burns.
    await due('D', boardDay(13) + HOUR);
    await due('B', boardDay(14) - HOUR);
    await due('A', boardDay(14.5));
    expect(told(await ask())).not.toContainEqual(['budgetBurning', null]);
    await run('INSERT INTO sla_objectives (value_stream, objective) VALUES (?, 0.95)', [board.stream]);
    await due('E', boardDay(14) + HOUR);
    await due('G', boardDay(14) + 2 * HOUR);
    const { lines } = await ask();
    const line = lines.find(({ kind }) => kind === 'budgetBurning');
    expect(line).toMatchObject({ severity: 8, link: `?page=promises&stream=${board.stream}` });
    expect(line?.says).toContain(board.stream);
    for (const letter of 'ABDEG') await due(letter, null);
    await run('DELETE FROM sla_objectives WHERE value_stream = ?', [board.stream]);
  });

  test('a week unlike the weeks before is a signal, once it is complete', async () => {
    await run("INSERT INTO value_streams (name) VALUES ('steady')");
    await run(
      `INSERT INTO wip_limits (value_stream, queue_name, position, kind)
       VALUES ('steady', 'doing', 1, 'active'), ('steady', 'done', 2, 'delivered')`,
    );
    const ids = async (table: string, column: string, value: string) => {
      const [[row]] = (await run(`SELECT id FROM ${table} WHERE ${column} = ?`, [value])) as never as [
        [{ id: number }],
      ];
      return row.id;
    };
    const streamId = await ids('value_streams', 'name', 'steady');
    const [doing, done] = [
      await ids('wip_limits', 'queue_name', 'doing'),
      await ids('wip_limits', 'queue_name', 'done'),
    ];
    // From Monday 5 January on two items a week, and in the twelfth week nine.
    const weeks = Array.from({ length: 12 }, (_, week) => (week === 11 ? 9 : 2 + (week % 2)));
    let id = 80_000;
    for (const [week, count] of weeks.entries())
      for (let n = 0; n < count; n++) {
        id += 1;
        const reference = `steady-${id}`;
        await run('INSERT INTO work_items (id, reference, value_stream) VALUES (?, ?, ?)', [
          id,
          reference,
          'steady',
        ]);
        const at = (hours: number) =>
          formatInstant(Date.parse('2026-01-05T08:00Z') * 1000 + (week * 168 + n + hours) * HOUR).slice(
            0,
            26,
          );
        await run(
          `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id, actor, source)
           VALUES (?, ?, NULL, 'doing', ?, ?, NULL, ?, 'test', 'import'), (?, ?, 'doing', 'done', ?, ?, ?, ?, 'test', 'import')`,
          [at(0), reference, streamId, id, doing, at(5), reference, streamId, id, doing, done],
        );
      }
    await run('CALL rebuild_projections(?)', [streamId]);
    api.setNow(Date.parse('2026-04-20T00:00Z') * 1000);
    const signals = async (at: string) =>
      (await ask({ stream: 'steady', at })).lines
        .filter(({ kind }) => kind === 'signal')
        .map(({ says, facts, link }) => [says, facts.rule, facts.label, link]);
    const link = '?page=behaviour&stream=steady';
    expect(await signals('2026-03-30T00:00:00Z')).toEqual([
      ['Items begun in week 13: unlike before.', 'beyondLimit', '2026-W13', link],
      ['Items finished in week 13: unlike before.', 'beyondLimit', '2026-W13', link],
    ]);
    expect(await signals('2026-03-29T23:59:00Z')).toEqual([]);
    api.setNow(undefined);
  });

  test('the CSV holds the same lines', async () => {
    const query = { stream: board.stream, ...AT_15, format: 'csv' };
    const [head, ...lines] = parseCsv(
      await (await api.app.request(addressOf('/v1/attention', query))).text(),
    );
    expect(head).toEqual([
      'kind',
      'severity',
      'says',
      'reference',
      'shortDesc',
      'queue',
      'assignee',
      'since',
      'sinceLocal',
      'link',
    ]);
    expect(lines.map(([kind]) => kind)).toEqual(['beyondPace', 'starved']);
  });
});
