import type { AnswerTo } from '@kanban/api';
import * as contracts from '@kanban/api/contracts';
import { DAY, formatInstant, HOUR, type Instant, SECOND } from '@kanban/domain';
import { analyticsBoard, boardDay } from '@kanban/domain/testing';
import { sqlInstant } from '@kanban/schema';
import { readerDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';

type Query = Readonly<Record<string, string>>;

/** As of when everything is asked, and when it is asked again. */
const THEN = boardDay(40);
const LATER = boardDay(60);

/** What a path needs besides the stream. */
const NEEDED: Readonly<Record<string, Query>> = {
  '/v1/process-behaviour': { family: 'throughput,wip,age,totalAge,cycleTime,leadTime' },
  '/v1/forecast/how-many': { items: '3', include: 'calibration' },
  '/v1/forecast/when': { items: '3' },
  '/v1/forecast/backtest': { historyDays: '20', horizon: '5' },
  '/v1/sla/items': { rows: 'misses' },
  '/v1/sla/budget/items': { rows: 'decisions' },
};

/** What is asked of each path besides, as far as it knows these parameters. */
const VARIANTS: readonly Query[] = [
  { format: 'csv' },
  {
    splitBy: 'type',
    clock: 'working',
    compareWith: 'previous',
    cells: '5x5',
    at: formatInstant(THEN - 3 * DAY),
  },
  { assignee: 'ada', fieldsAt: 'end', parent: 'EPIC', reference: 'A' },
  { remainingOf: 'EPIC' },
];

const REFERENCES = ['A', 'GONE', 'EPIC', 'late', 'born later'];

/** Every path that knows `asOf`, with all that it is asked. */
function questions(): [path: string, query: Query][] {
  return Object.values(contracts).flatMap((contract) => {
    if (typeof contract !== 'object' || !('request' in contract) || !('query' in contract.request)) return [];
    const known = Object.keys(contract.request.query.shape);
    if (!known.includes('asOf')) return [];
    const { path } = contract;
    const base: Query = { ...(known.includes('stream') && { stream: 'BOARD' }), ...NEEDED[path] };
    if (path.includes('{reference}'))
      return REFERENCES.map((reference): [string, Query] => [path.replace('{reference}', reference), base]);
    const range = known.includes('from') ? { from: '2026-03-03', to: '2026-04-11' } : {};
    const variants = VARIANTS.map((variant) =>
      Object.fromEntries(Object.entries(variant).filter(([name]) => known.includes(name))),
    ).filter((variant) => Object.keys(variant).length > 0);
    return [{}, ...variants].map((variant: Query): [string, Query] => {
      const { items: _, ...others } = base;
      return [path, { ...range, ...('remainingOf' in variant ? others : base), ...variant }];
    });
  });
}

describe.each(readerDatabases())('answers as of an instant on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let api: ReturnType<typeof appUnderTest>;
  let connection: PoolConnection;

  const run = (statement: string, values: unknown[] = []) =>
    connection.query<RowDataPacket[]>(statement, values).then(([rows]) => rows);
  const at = (instant: Instant) => run(`SET timestamp = ${instant / 1_000_000}`);
  const enter = (reference: string, queue = 'backlog', columns = '', values = '') =>
    run(
      `INSERT INTO work_items (reference, value_stream${columns}) VALUES ('${reference}', 'BOARD'${values})`,
    ).then(() => run('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, queue]));
  const move = (reference: string, queue: string) =>
    run('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, reference]);
  const change = (reference: string, changes: string) =>
    run(`UPDATE work_items SET ${changes} WHERE reference = '${reference}'`);
  const asked = async (path: string, query: Query) => {
    const response = await api.app.request(addressOf(path, query));
    const text = (await response.text()).replace(/urn:kanban-flow:request:[-0-9a-f]+/, '');
    return `${response.status} ${response.headers.get('ETag')} ${text}`;
  };
  const askAll = async (more: Query = { asOf: formatInstant(THEN) }) => {
    const answers = new Map<string, string>();
    for (const [path, query] of questions()) {
      const all = { ...query, ...more };
      answers.set(addressOf(path, all), await asked(path, all));
    }
    return answers;
  };
  const differing = (before: Map<string, string>, after: Map<string, string>) =>
    [...before].flatMap(([address, answer]) => {
      const now = after.get(address) ?? '';
      const place = [...answer].findIndex((character, n) => character !== now[n]);
      return answer === now
        ? []
        : [
            [
              address,
              answer.slice(Math.max(0, place - 40), place + 60),
              now.slice(Math.max(0, place - 40), place + 60),
            ],
          ];
    });

  beforeAll(async () => {
    connection = await database.pool.getConnection();
    api = appUnderTest(database.url);
    api.setNow(LATER);
    await at(boardDay(0));
    await run(
      "INSERT INTO value_streams (name, time_zone) VALUES ('BOARD', 'Europe/Berlin'), ('NEXT', 'UTC')",
    );
    await run(
      `INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ('BOARD', 'backlog', -1, 'backlog'),
         ('BOARD', 'ready', 5, 'buffer'), ('BOARD', 'dev', 4, 'active'), ('BOARD', 'test', -1, 'active'),
         ('BOARD', 'live', -1, 'delivered'), ('BOARD', 'drop', -1, 'dropped')`,
    );
    await run("INSERT INTO sla_policies (value_stream, target_hours) VALUES ('BOARD', 100)");
    await run("INSERT INTO sla_objectives (value_stream, objective) VALUES ('BOARD', 0.9)");
    await run(
      `INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ('BOARD', 1, '09:00', '17:00'), ('BOARD', 3, '08:00', '12:30')`,
    );
    await run("INSERT INTO holidays (value_stream, day, name) VALUES ('BOARD', '2026-03-11', 'rest')");
    await run(
      "INSERT INTO annotations (value_stream, day, text) VALUES ('BOARD', '2026-03-10', 'new tester')",
    );
    await run("INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES ('BOARD', 'ada', 1)");
    await run(
      "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_person_limits', 'BOARD', 'off'), ('enforce_wip_limits', 'BOARD', 'off')",
    );
    await enter('EPIC');
    // Each takes a day more than the one before it: committed, built, tested, delivered.
    for (let n = 0; n < 14; n++) {
      await at(boardDay(1 + n));
      const type = ['story', 'defect'][n % 2];
      await enter(
        String.fromCharCode(65 + n),
        'backlog',
        ', type, assignee, parent, date_due',
        `, '${type}', '${n % 3 ? 'ada' : 'bob'}', ${n % 4 ? "'EPIC'" : 'NULL'}, '${sqlInstant(boardDay(5 + 2 * n))}'`,
      );
      for (const [place, queue] of ['ready', 'dev', 'test', 'live'].entries()) {
        const instant = boardDay(2 + n + place * (1 + n / 3)) + n * HOUR;
        if (instant >= THEN - DAY || (n % 5 === 4 && queue === 'test')) break;
        await at(instant);
        await move(String.fromCharCode(65 + n), queue);
      }
    }
    await at(boardDay(30));
    await enter('GONE', 'ready', ', short_desc, type, assignee', ", 'soon gone', '', 'ada'");
    await enter('WAITS', 'ready', ', dependency', ", 'GONE'");
    await enter('DROPPED', 'ready');
    await run("INSERT INTO dependencies (reference, depends_on) VALUES ('WAITS', 'N'), ('WAITS', 'A')");
    await move('DROPPED', 'drop');
    await change('N', "blocked_reason = 'vendor', assignee = 'eve'");
    await at(boardDay(33));
    await change('E', "blocked_reason = 'no data'");
    await move('B', 'test');
    await move('B', 'live');
    await change('C', "type = 'chore', assignee = NULL");
  });
  afterAll(async () => {
    connection?.release();
    await api?.close();
  });

  let first: Map<string, string>;
  let plain: Map<string, string>;

  test('every path that answers from history knows it, and answers', async () => {
    first = await askAll();
    plain = await askAll({});
    const failed = [...first].filter(([, answer]) => !answer.startsWith('200 '));
    expect(failed.map(([address, answer]) => [address, answer.slice(0, 200)])).toEqual([
      [expect.stringContaining('/v1/work-items/late?'), expect.stringContaining('404')],
      [expect.stringContaining('/v1/work-items/born later?'), expect.stringContaining('404')],
    ]);
    const answers = [...first].filter(([, answer]) => answer.includes(' {"'));
    expect(answers.length).toBeGreaterThan(60);
    // What nobody keeps is named, lest it seem empty.
    const ofItem = first.get(addressOf('/v1/work-items/A', { asOf: formatInstant(THEN) }));
    expect(ofItem).toContain('"notKept":["comments","checklists","attachments","links"]');
    expect(plain.get(addressOf('/v1/work-items/A', {}))).toContain('"notKept":[]');
    expect(answers.filter(([, answer]) => !/"isSettled":true|"status":404/.test(answer))).toEqual([]);
  });

  test('without anything that came since they say what is known now of that instant', async () => {
    api.setNow(THEN);
    const body = (answer: string) => {
      // A place in a queue is not kept, nor what people write beside an item and what it is tied to.
      const text = answer.replace(/^\S+ \S+ /, '').replace(/"place":\d+/g, '"place":null');
      const { asOf: _, isSettled: __, parameters, ...rest } = JSON.parse(text);
      const notKept = { comments: [], checklists: [], attachments: [], links: [], related: [], notKept: [] };
      return { ...rest, ...('links' in rest && notKept), parameters: { ...parameters, asOf: null } };
    };
    for (const [path, query] of questions()) {
      if (query.format === 'csv' || path.includes('{') || path === '/v1/audit-log') continue;
      const then = addressOf(path, { ...query, asOf: formatInstant(THEN) });
      const knowsAt = first.get(then)?.includes('"parameters"') && path !== '/v1/annotations';
      const now = await asked(path, { ...(knowsAt && { at: formatInstant(THEN) }), ...query });
      expect([then, body(first.get(then) ?? '')]).toEqual([then, body(now)]);
    }
    api.setNow(LATER);
  });

  test('the same bytes after moves, deletions, and changes of fields and settings', async () => {
    await at(THEN + HOUR);
    await enter('born later', 'ready');
    await move('A', 'dev');
    await move('B', 'drop');
    await move('M', 'live');
    await move('K', 'backlog');
    await run("DELETE FROM queues WHERE reference = 'D'");
    await change('E', 'blocked_reason = NULL');
    await change('N', "blocked_reason = 'somebody else'");
    await change(
      'F',
      "type = 'chore', class_of_service = 'expedite', date_due = NULL, assignee = 'zoe', priority = 9",
    );
    await change('G', "parent = NULL, short_desc = 'another', date_due = '2026-03-12'");
    await change('H', "parent = 'A'");
    await change('L', 'deleted_at = UTC_TIMESTAMP(6)');
    await run("DELETE FROM dependencies WHERE reference = 'WAITS' AND depends_on = 'A'");
    await run("INSERT INTO dependencies (reference, depends_on) VALUES ('WAITS', 'C')");
    await run("DELETE FROM work_items WHERE reference = 'GONE'");
    await at(THEN + 2 * HOUR);
    await run("UPDATE wip_limits SET wip_limit = 1 WHERE value_stream = 'BOARD' AND queue_name = 'dev'");
    await run("UPDATE sla_policies SET target_hours = 1, clock = 'working' WHERE value_stream = 'BOARD'");
    await run(
      "INSERT INTO sla_policies (value_stream, class_of_service, target_hours) VALUES ('BOARD', 'expedite', 2)",
    );
    await run("UPDATE sla_objectives SET objective = 0.5 WHERE value_stream = 'BOARD'");
    await run("DELETE FROM working_hours WHERE value_stream = 'BOARD' AND weekday = 3");
    await run("UPDATE working_hours SET ends = '20:00' WHERE value_stream = 'BOARD'");
    await run("DELETE FROM holidays WHERE value_stream = 'BOARD'");
    await run("INSERT INTO holidays (value_stream, day) VALUES ('BOARD', '2026-03-16')");
    await run("UPDATE annotations SET text = 'old tester' WHERE value_stream = 'BOARD'");
    await run("UPDATE person_limits SET wip_limit = 9 WHERE value_stream = 'BOARD'");
    await run(
      "INSERT INTO settings (name, value_stream, value) VALUES ('sla_at_risk_percent', 'BOARD', '1'), ('stale_backlog_days', '', '1')",
    );
    await run(
      "INSERT INTO wip_limits (value_stream, queue_name, kind) VALUES ('BOARD', 'archive', 'completed')",
    );
    expect(differing(first, await askAll())).toEqual([]);
    // The board is another one all the same.
    expect(differing(plain, await askAll({})).length).toBeGreaterThan(plain.size * 0.8);
  });

  test('at that instant each queue held what it was known to hold then, whatever moved since', async () => {
    const held = (answer: string) => {
      const { queues, workInProgress } = JSON.parse(
        answer.replace(/^\S+ \S+ /, ''),
      ) as AnswerTo<'/v1/queues'>;
      const filled = queues.filter(({ currentWip }) => currentWip > 0);
      return [workInProgress, ...filled.map(({ name, currentWip, oldest }) => [name, currentWip, oldest])];
    };
    const [then, query] = [formatInstant(THEN), { stream: 'BOARD' }];
    const known = held(first.get(addressOf('/v1/queues', { ...query, asOf: then })) ?? '');
    expect(known.length).toBeGreaterThan(3);
    expect(held(await asked('/v1/queues', { ...query, at: then }))).toEqual(known);
    expect(held(await asked('/v1/queues', query))).not.toEqual(known);
  });

  test('the same bytes after streams and queues got other names, and a late import', async () => {
    await at(THEN + 3 * HOUR);
    await run("UPDATE value_streams SET name = 'OLD BOARD', time_zone = 'Asia/Tokyo' WHERE name = 'BOARD'");
    await run("UPDATE value_streams SET name = 'BOARD' WHERE name = 'NEXT'");
    await run(
      "UPDATE wip_limits SET queue_name = 'build' WHERE value_stream = 'OLD BOARD' AND queue_name = 'dev'",
    );
    await at(THEN + 4 * HOUR);
    await run('CALL begin_bulk()');
    await run("INSERT INTO work_items (reference, value_stream, type) VALUES ('late', 'OLD BOARD', 'chore')");
    await run(
      `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, to_queue_id, actor, source)
       SELECT p.at, w.reference, NULL, l.queue_name, s.id, w.id, l.id, 'the old tool', 'import'
       FROM (SELECT ? AS at, 'ready' AS queue UNION ALL SELECT ?, 'build' UNION ALL SELECT ?, 'live') p
       JOIN work_items w ON w.reference = 'late' JOIN value_streams s ON s.name = w.value_stream
       JOIN wip_limits l ON l.value_stream = s.name AND l.queue_name = p.queue COLLATE utf8mb4_bin ORDER BY p.at`,
      [boardDay(3), boardDay(6), boardDay(9)].map(sqlInstant),
    );
    await run('CALL end_bulk()');
    expect(differing(first, await askAll())).toEqual([]);
  });

  test('the same bytes after queues got another order and other kinds', async () => {
    await at(THEN + 5 * HOUR);
    await run('CALL begin_bulk()');
    for (const [queue, position, kind] of [
      ['test', 90, 'active'],
      ['build', 4, 'buffer'],
      ['test', 3, 'delivered'],
    ] as const) {
      await run(
        "UPDATE wip_limits SET position = ?, kind = ? WHERE value_stream = 'OLD BOARD' AND queue_name = ?",
        [position, kind, queue],
      );
    }
    await run('CALL end_bulk()');
    expect(differing(first, await askAll())).toEqual([]);
  });

  test('one that is settled may be kept for good', async () => {
    const response = await api.app.request(
      addressOf('/v1/flow', { stream: 'BOARD', asOf: formatInstant(THEN) }),
    );
    expect(response.headers.get('Cache-Control')).toContain('immutable');
    const now = await api.app.request(addressOf('/v1/flow', { stream: 'BOARD' }));
    expect(now.headers.get('Cache-Control')).toBe('private, no-cache');
  });

  test('an instant before the settings were kept is refused with the first there is, and one ahead of the clock', async () => {
    const refused = async (asOf: Instant) => {
      const query = { stream: 'OLD BOARD', asOf: formatInstant(asOf) };
      const response = await api.app.request(addressOf('/v1/flow', query));
      return { status: response.status, ...((await response.json()) as object) };
    };
    expect(await refused(boardDay(-1))).toMatchObject({
      status: 400,
      parameter: 'asOf',
      allowed: `an instant from ${formatInstant(boardDay(0) + 1)} on`,
    });
    expect(await refused(LATER + 1)).toMatchObject({ status: 400, parameter: 'asOf' });
  });

  test('what somebody may still write is not settled, and what nobody can is', async () => {
    const writer = await database.pool.getConnection();
    await writer.beginTransaction();
    await writer.query("INSERT INTO work_items (reference) VALUES ('not committed')");
    const now = async () => {
      const [[row]] = await database.pool.query<RowDataPacket[]>('SELECT UTC_TIMESTAMP(6) AS now');
      return row?.now as Instant;
    };
    const asOf = await now();
    const isSettled = async () => {
      const answer = await api.ask<{ isSettled: boolean }>('/v1/value-streams', {
        asOf: formatInstant(asOf),
      });
      return answer.isSettled;
    };
    api.setNow(undefined);
    try {
      // Without the transaction it would be settled by then.
      while ((await now()) < asOf + 4 * SECOND) expect(await isSettled()).toBe(false);
      await writer.commit();
      // The transactions of all boards of this server count, so those of other tests too.
      await expect.poll(isSettled, { timeout: 60_000 }).toBe(true);
    } finally {
      writer.release();
      api.setNow(LATER);
    }
  });

  test('is the answer that was given then', async () => {
    const asOf = formatInstant(THEN);
    api.setNow(THEN);
    const now = JSON.parse((await asked('/v1/value-streams', { asOf })).replace(/^\S+ \S+ /, ''));
    api.setNow(LATER);
    expect(now).toMatchObject({
      asOf,
      isSettled: true,
      valueStreams: [{ name: 'BOARD', lastAuditId: expect.any(Number) }, { name: 'NEXT' }, { name: 'main' }],
    });
  });

  test('I was finished on day 4, as was said then, and was not, as it was reopened', async () => {
    const { queues, rows } = analyticsBoard();
    const nameOf = (id: number | null) => queues.find((queue) => queue.id === id)?.name;
    await at(boardDay(0));
    await run("INSERT INTO value_streams (name) VALUES ('WORKED')");
    for (const { name, kind } of queues)
      await run("INSERT INTO wip_limits (value_stream, queue_name, kind) VALUES ('WORKED', ?, ?)", [
        name,
        kind,
      ]);
    const there = new Set<number>();
    for (const { occurredAt, itemId, toQueueId } of rows) {
      await at(occurredAt);
      const [reference, queue] = [`worked ${itemId}`, nameOf(toQueueId)];
      if (queue === undefined) await run('DELETE FROM queues WHERE reference = ?', [reference]);
      else if (there.has(itemId)) await move(reference, queue);
      else {
        await run("INSERT INTO work_items (reference, value_stream) VALUES (?, 'WORKED')", [reference]);
        await run('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, queue]);
        there.add(itemId);
      }
    }
    const stream = 'WORKED';
    const day = { stream, from: '2026-03-06', to: '2026-03-06' };
    const total = async (more: Query) =>
      (await api.ask<{ total: number }>('/v1/throughput', { ...day, ...more })).total;
    expect(await total({ asOf: formatInstant(boardDay(4.5)) })).toBe(1);
    expect(await total({})).toBe(0);
  });
});
