import * as contracts from '@kanban/api/contracts';
import { DAY, HOUR, SECOND } from '@kanban/domain';
import { boardDay } from '@kanban/domain/testing';
import { createTestDatabase, readerDatabases, type TestDatabase } from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BoardInDatabase, writeAnalyticsBoard } from './testing/analytics-board.ts';
import { addressOf, appUnderTest } from './testing/app-under-test.ts';
import { historyOfItems } from './testing/finished-history.ts';
import { writeHistory } from './testing/history-in-database.ts';

type Query = Record<string, string>;

/** What each path is asked beside; item A is named so, and LONG is a stream of 90 days. */
const asked: Readonly<Record<string, Query>> = {
  '/v1/process-behaviour': { family: 'throughput' },
  '/v1/forecast/how-many': { stream: 'LONG', items: '9' },
  '/v1/forecast/when': { stream: 'LONG', items: '9' },
  '/v1/forecast/backtest': {
    stream: 'LONG',
    historyDays: '30',
    horizon: '7',
    from: '2025-12-17',
    to: '2026-03-16',
  },
  '/v1/sla/budget/items': { rows: 'decisions', from: '2026-03-04', to: '2026-03-15' },
  '/v1/work-items/{reference}': {},
  '/v1/value-streams': {},
};
const board: Query = { stream: 'BOARD' };
const range: Query = { from: '2026-03-04', to: '2026-03-15' };

/** Two questions that must be answered differently. A parameter that is missing here fails, so that none is forgotten. */
const pairs: Readonly<Record<string, [Query, Query]>> = {
  stream: [{}, { stream: 'OTHER' }],
  format: [{ format: 'json' }, { format: 'csv' }],
  bom: csv({ bom: 'false' }, { bom: 'true' }),
  separator: csv({ separator: 'comma' }, { separator: 'semicolon' }),
  from: [{}, { from: '2026-03-09' }],
  to: [{}, { to: '2026-03-10' }],
  timeZone: [{}, { timeZone: 'America/New_York' }],
  interval: [{}, { interval: 'week' }],
  at: [{}, { at: '2026-03-10T12:00:00Z' }],
  clock: [{}, { clock: 'working' }],
  type: [{}, { type: 'defect' }],
  classOfService: [{}, { classOfService: 'expedite' }],
  assignee: [{ assignee: '' }, { assignee: 'ada' }],
  parent: [{}, { parent: 'A' }],
  fieldsAt: [{ type: 'defect' }, { type: 'defect', fieldsAt: 'end' }],
  splitBy: [{ splitBy: 'type' }, { splitBy: 'classOfService' }],
  compareWith: [{}, { compareWith: 'previous' }],
  dayCount: [{}, { dayCount: 'inclusive' }],
  measure: [{ measure: 'cycle' }, { measure: 'lead' }],
  policy: [{}, { policy: 'highWater' }],
  percentiles: [{}, { percentiles: '20,100' }],
  percentileMethod: [{}, { percentileMethod: 'linear' }],
  minimumSample: [{ minimumSample: '1' }, { minimumSample: '100' }],
  objectiveClass: [{}, { objectiveClass: 'expedite' }],
  objectiveType: [{}, { objectiveType: 'defect' }],
  scope: [{}, { scope: 'window' }],
  cluster: [{}, { cluster: 'exact' }],
  limit: [{}, { limit: '1' }],
  startQueue: [
    { startQueue: 'ready', endQueue: 'test' },
    { startQueue: 'dev', endQueue: 'test' },
  ],
  endQueue: [
    { startQueue: 'ready', endQueue: 'test' },
    { startQueue: 'ready', endQueue: 'live' },
  ],
  cells: [{}, { cells: '3x3' }],
  fromMs: [{}, { fromMs: '600000000' }],
  toMs: [{}, { toMs: '600000000' }],
  tolerance: [{}, { tolerance: '0.9' }],
  epsilon: [{}, { epsilon: '0.9' }],
  family: [{}, { family: 'wip' }],
  baselineFrom: [{}, { baselineFrom: '2026-03-10' }],
  baselineTo: [{}, { baselineTo: '2026-03-10' }],
  clamp: [{}, { clamp: 'none' }],
  stalledDays: [{ stalledDays: '1' }, { stalledDays: '50' }],
  zeroSeconds: [{}, { zeroSeconds: '90000' }],
  check: [{ check: 'movedBack' }, { check: 'skippedQueues' }],
  queue: [{ queue: 'dev' }, { queue: 'review' }],
  reference: [{}, { reference: 'A' }],
  worst: [{}, { worst: '200' }],
  exclude: [{}, { exclude: '2026-03-01..2026-03-14' }],
  days: [{ days: 'all' }, { days: 'working' }],
  horizon: [{}, { horizon: '3' }],
  historyDays: [{}, { historyDays: '60' }],
  step: [{}, { step: '3' }],
  items: [{}, { items: '30' }],
  startDate: [{}, { startDate: '2026-03-25' }],
  date: [{ date: '2026-03-31' }, { date: '2026-03-19' }],
  include: [{}, { include: 'calibration' }],
  method: [{ method: 'exact' }, { method: 'simulate' }],
  trials: [
    { method: 'simulate', trials: '10' },
    { method: 'simulate', trials: '20' },
  ],
  seed: [
    { method: 'simulate', trials: '10', seed: '1' },
    { method: 'simulate', trials: '10', seed: '2' },
  ],
};

/** Where others than those are needed: of lists the CSV tells the group, and files have several tables. */
const special: Readonly<Record<string, [Query, Query]>> = {
  ...Object.fromEntries(
    ['/v1/lead-time/items', '/v1/time-in-queue/items', '/v1/blocked/intervals', '/v1/sla/items'].map(
      (path) => [`${path} splitBy`, csv({ splitBy: 'type' }, { splitBy: 'classOfService' })],
    ),
  ),
  '/v1/ageing rows': csv({ rows: 'items' }, { rows: 'pace' }),
  // An instant is in the day before there, and that day has an annotation.
  '/v1/annotations timeZone': [
    { from: '2026-03-09T02:00:00Z' },
    { from: '2026-03-09T02:00:00Z', timeZone: 'America/New_York' },
  ],
  '/v1/attention timeZone': [{ stream: 'GROWING' }, { stream: 'GROWING', timeZone: 'America/New_York' }],
  '/v1/attention minimumSample': [
    { stream: 'LONG', minimumSample: '1' },
    { stream: 'LONG', minimumSample: '1000' },
  ],
  ...Object.fromEntries(
    ['/v1/data-quality', '/v1/data-quality/findings'].flatMap((path): [string, [Query, Query]][] => [
      [
        `${path} timeZone`,
        [
          { from: '2026-03-16', to: '2026-03-16' },
          { from: '2026-03-16', to: '2026-03-16', timeZone: 'America/New_York' },
        ],
      ],
      [
        `${path} zeroSeconds`,
        [
          { stream: 'OTHER', zeroSeconds: '1' },
          { stream: 'OTHER', zeroSeconds: '60' },
        ],
      ],
    ]),
  ),
  '/v1/forecast/backtest timeZone': [{}, { timeZone: 'Pacific/Auckland' }],
  '/v1/process-behaviour clock': [{ family: 'cycleTime' }, { family: 'cycleTime', clock: 'working' }],
  '/v1/sla/items from': [{}, { from: '2026-03-11' }],
  '/v1/work-items timeZone': csv({}, { timeZone: 'America/New_York' }),
  '/v1/blocked rows': csv({ rows: 'reasons' }, { rows: 'queues' }),
  '/v1/flow rows': csv({ rows: 'intervals' }, { rows: 'histogram' }),
  '/v1/forecast/backtest rows': csv({ rows: 'calibration' }, { rows: 'origins' }),
  '/v1/forecast/backtest from': [{}, { from: '2026-01-20' }],
  '/v1/forecast/backtest to': [{}, { to: '2026-02-20' }],
  '/v1/forecast/backtest stream': [{}, { stream: 'BOARD' }],
  '/v1/forecast/how-many rows': csv({ rows: 'percentiles' }, { rows: 'distribution' }),
  '/v1/forecast/when rows': csv({ rows: 'percentiles' }, { rows: 'distribution' }),
  '/v1/forecast/how-many to': [{}, { to: '2026-02-10' }],
  '/v1/forecast/when to': [{}, { to: '2026-02-10' }],
  '/v1/forecast/when streams': [
    { streams: 'LONG', items: '9' },
    { streams: 'LONG,BOARD', items: '9,1' },
  ],
  '/v1/forecast/how-many remainingOf': [{ items: '' }, { items: '', remainingOf: 'EPIC' }],
  '/v1/forecast/when remainingOf': [{}, { items: '', remainingOf: 'EPIC' }],
  '/v1/forecast/backtest items': [{}, { items: '5', horizon: '' }],
  '/v1/lead-time/items sort': [{}, { sort: 'longest' }],
  '/v1/sla/budget rows': csv({ rows: 'series' }, { rows: 'decisions' }),
  '/v1/sla/budget/items rows': [{ rows: 'open' }, { rows: 'decisions' }],
  // A was finished at midnight in UTC.
  '/v1/sla/budget/items timeZone': [
    { from: '2026-03-08', to: '2026-03-08' },
    { from: '2026-03-08', to: '2026-03-08', timeZone: 'America/New_York' },
  ],
  ...Object.fromEntries(
    ['/v1/sla/budget', '/v1/sla/budget/items'].flatMap((path): [string, [Query, Query]][] => [
      [
        `${path} minimumSample`,
        [
          { stream: 'OTHER', rows: 'open', minimumSample: '1' },
          { stream: 'OTHER', rows: 'open', minimumSample: '100' },
        ],
      ],
      [
        `${path} fieldsAt`,
        [
          { objectiveClass: 'expedite', classOfService: 'expedite' },
          { objectiveClass: 'expedite', classOfService: 'expedite', fieldsAt: 'end' },
        ],
      ],
    ]),
  ),
  '/v1/sla rows': csv({ rows: 'misses' }, { rows: 'open' }),
  '/v1/sla/items rows': [{ rows: 'misses' }, { rows: 'open' }],
  '/v1/sla/items sort': [{}, { sort: 'latest' }],
  '/v1/stability rows': csv({ rows: 'checks' }, { rows: 'series' }),
  '/v1/time-in-queue rows': csv({ rows: 'queues' }, { rows: 'visits' }),
  '/v1/time-in-queue/items sort': [{}, { sort: 'longest' }],
  '/v1/work-items sort': [{}, { sort: 'deadline' }],
};

/** Decimal marks need fractions (csv.test.ts), a place in a list a next page (list-pages), an `asOf` settings that were kept then
 * (as-of); a state has one value yet. */
const elsewhere = ['decimal', 'after', 'state', 'asOf'];

function csv(a: Query, b: Query): [Query, Query] {
  return [
    { ...a, format: 'csv' },
    { ...b, format: 'csv' },
  ];
}

/** The parameters of each path about a board. */
const routes = new Map(
  Object.values(contracts).flatMap((contract): [string, string[]][] =>
    // What tells of changes has tests of its own.
    typeof contract === 'object' && 'request' in contract && contract.path !== '/v1/changes/stream'
      ? [[contract.path, Object.keys(contract.request.query.shape)]]
      : [],
  ),
);
const cases = [...routes].flatMap(([path, parameters]) =>
  parameters
    .filter((name) => !elsewhere.includes(name))
    .map((name) => ({ path, name, pair: special[`${path} ${name}`] ?? pairs[name] })),
);

describe.each(readerDatabases())('on $name', (server) => {
  let database: TestDatabase;
  let api: ReturnType<typeof appUnderTest>;
  let worked: BoardInDatabase;
  const names: Record<string, string> = {};

  beforeAll(async () => {
    database = await createTestDatabase(server, { chosenIds: true });
    const { pool } = database;
    worked = await writeAnalyticsBoard(pool);
    const write = async (times: { enteredAt: number; committedAt: number; finishedAt: number | null }[]) =>
      (await writeHistory(pool, historyOfItems(times), { timeZone: 'UTC', way: 'import' })).name;
    // One to three a working day and one each Sunday, most of them within hours.
    const finished = Array.from({ length: 90 }, (_, n) => boardDay(15) - (90 - n) * DAY).flatMap((day) => {
      const weekday = new Date(day / 1000).getUTCDay();
      const items = weekday === 6 ? 0 : weekday === 0 ? 1 : 1 + (Math.floor(day / DAY) % 3);
      return Array.from({ length: items }, (_, n) => day + 12 * HOUR + n);
    });
    const start = boardDay(10);
    names.LONG = await write([
      ...finished.map((at, n) => ({ enteredAt: at - n * HOUR, committedAt: at - HOUR, finishedAt: at })),
      ...[1, 2, 3].map(() => ({ enteredAt: start, committedAt: start, finishedAt: null })),
    ]);
    names.OTHER = await write([
      { enteredAt: boardDay(6), committedAt: boardDay(6) + HOUR, finishedAt: boardDay(9) + HOUR },
      { enteredAt: boardDay(7), committedAt: boardDay(8), finishedAt: null },
      { enteredAt: boardDay(7), committedAt: boardDay(8), finishedAt: boardDay(8) + 30 * SECOND },
    ]);
    // Early on Mondays, which is Sunday evening in New York: four weeks of growth, or three.
    names.GROWING = await write(
      [16, 23, 30, 37].map((day) => {
        const at = Date.UTC(2026, 1, day, 2) * 1000;
        return { enteredAt: at, committedAt: at, finishedAt: null };
      }),
    );
    names.BOARD = worked.stream;
    names.A = worked.referenceOf('A');
    names.EPIC = 'EPIC-1';
    await pool.query('INSERT INTO work_items (reference, value_stream) VALUES (?, ?)', [
      names.EPIC,
      names.LONG,
    ]);
    await pool.query(
      'UPDATE work_items w JOIN item_flow f ON f.item_id = w.id SET w.parent = ? WHERE w.value_stream = ? AND f.finished_at IS NULL',
      [names.EPIC, names.LONG],
    );
    // Every third item is ada's defect, another third is expedite and below A.
    const thirds = async (stream: string, nth: number, fields: Query) =>
      pool.query(
        'UPDATE work_items SET ? WHERE value_stream = ? AND id % 3 = ? AND parent IS NULL AND reference <> ?',
        [fields, ...[stream, nth, names.EPIC]],
      );
    await thirds(names.LONG, 0, { type: 'defect', assignee: 'ada' });
    await thirds(names.LONG, 1, { class_of_service: 'expedite', parent: names.A });
    const set = (letter: string, fields: object) =>
      pool.query('UPDATE work_items SET ? WHERE reference = ?', [fields, worked.referenceOf(letter)]);
    for (const letter of ['C', 'E']) await set(letter, { type: 'defect', assignee: 'ada' });
    for (const letter of ['D', 'G']) await set(letter, { class_of_service: 'expedite', parent: names.A });
    await set('G', { date_due: '2026-03-06 00:00:00' });
    await pool.query(
      "UPDATE blocked_intervals SET reason = 'Vendor' WHERE reason = 'vendor' AND reference = ? AND unblocked_at IS NULL",
      [worked.referenceOf('E')],
    );
    await pool.query(
      "INSERT INTO sla_policies (value_stream, class_of_service, type, measure, clock, target_hours) VALUES (?, '', '', 'lead', 'elapsed', 168)",
      [worked.stream],
    );
    await pool.query('INSERT INTO sla_policies (value_stream, target_hours) VALUES (?, 480)', [names.OTHER]);
    await pool.query(
      'INSERT INTO sla_objectives (value_stream, class_of_service, type, objective) VALUES ?',
      [
        [
          [worked.stream, '', '', 0.95],
          [worked.stream, 'expedite', '', 0.9],
          [worked.stream, '', 'defect', 0.8],
        ],
      ],
    );
    await pool.query('INSERT INTO annotations (value_stream, day, text) VALUES ?', [
      ['2026-03-05', '2026-03-08', '2026-03-14'].map((day) => [worked.stream, day, 'New tester']),
    ]);
    // Settings as they were changed then, since a board dates changes with its own clock.
    const key = { name: 'sle_days', value_stream: worked.stream };
    await pool.query(
      'INSERT INTO config_history (recorded_at, table_name, change_kind, row_key, old_row, actor, login) VALUES ?',
      [
        ['2026-03-04 02:00', '2026-03-08 00:00', '2026-03-10 12:00', '2026-03-12 12:00'].map((at, n) => [
          ...[
            at,
            'settings',
            'update',
            JSON.stringify(key),
            JSON.stringify({ ...key, value: String(n + 5) }),
          ],
          ...['test', 'test'],
        ]),
      ],
    );
    for (const stream of [worked.stream, names.LONG])
      await pool.query('INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ?', [
        [1, 2, 3, 4, 5].map((weekday) => [stream, weekday, '09:00', '17:00']),
      ]);
    api = appUnderTest(database.url);
    api.setNow(boardDay(15));
  }, 300_000);
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  test.concurrent.each(cases)('$path is answered differently by $name', async ({ path, name, pair }) => {
    if (pair === undefined) throw new Error(`no two values of ${name} are known`);
    const [one, other] = pair.map((query) => questionOf(path, query)) as [string, string];
    const differing = await figuresOf(other);
    expect(await toldBefore(one)).not.toEqual(differing);
    // Twice the same, so that it is the parameter that makes the difference.
    expect(await toldBefore(other)).toEqual(differing);
  });

  /** The first answer to each question: most parameters differ from the same one. */
  const told = new Map<string, Promise<unknown>>();
  const toldBefore = (address: string) => {
    const first = told.get(address) ?? figuresOf(address);
    told.set(address, first);
    return first;
  };

  function questionOf(path: string, query: Query): string {
    const takes = new Set(routes.get(path));
    const all = {
      ...board,
      ...(asked[path] === undefined || takes.has('family') ? range : {}),
      ...asked[path],
      ...query,
    };
    const given = Object.entries(all).filter(
      ([name, value]) => takes.has(name) && (value !== '' || name === 'assignee'),
    );
    const named = given.map(([name, value]) => [
      name,
      value
        .split(',')
        .map((each) => names[each] ?? each)
        .join(','),
    ]);
    return addressOf(path.replace('{reference}', names.A as string), Object.fromEntries(named));
  }

  /** What an answer says beside its own question. */
  async function figuresOf(address: string): Promise<unknown> {
    const response = await api.app.request(address);
    const bytes = Buffer.from(await response.arrayBuffer()).toString();
    if (response.status !== 200) throw new Error(`${address}: ${response.status} ${bytes}`);
    if (!response.headers.get('Content-Type')?.includes('json')) return bytes;
    const {
      valueStream,
      timeZone,
      from,
      to,
      lastAuditId,
      asOf,
      isSettled,
      at,
      parameters,
      definitions,
      nextPage,
      ...figures
    } = JSON.parse(bytes) as Record<string, unknown>;
    return figures;
  }
});
