import { isBadName } from '@kanban/domain';
import { refusalOf } from '@kanban/schema';
import { createBoard, enter, move, outbox, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyColumns, nameColumns, textColumns } from '../text-columns.ts';

/** A row of each table with a column that people write names in: other columns' values, and one that is no copy of a name. */
const rows: Record<string, Record<string, string>> = {
  annotations: { value_stream: 'main', day: '2026-12-24', text: 'New tester' },
  attachments: { reference: 'a', name: 'x', address: 'https://x.test' },
  checklist_items: { reference: 'a', checklist: 'release', label: 'Tested' },
  comments: { reference: 'a', body: 'x' },
  dependencies: { reference: 'a', depends_on: 'b' },
  endpoints: { name: 'ops', channel: 'slack', url: 'https://chat.test/x' },
  holidays: { value_stream: 'main', day: '2026-12-25', name: 'Christmas' },
  members: { name: 'ada', display_name: 'Ada', email: 'ada@x.test' },
  person_limits: { value_stream: 'main', assignee: 'ada', wip_limit: '3' },
  placements: { reference: 'a', side: 'before', other: 'b' },
  queues: { reference: 'c', queue_name: 'backlog' },
  report_runs: { value_stream: 'main', first_day: '2026-11-02', last_day: '2026-11-08' },
  settings: { name: 'default_recipient', value_stream: 'main', value: 'x@x.test' },
  sla_objectives: { value_stream: 'main', class_of_service: 'expedite', type: 'bug', objective: '0.9' },
  sla_policies: { value_stream: 'main', class_of_service: 'expedite', type: 'bug', target_hours: '24' },
  stream_managers: { value_stream: 'main', member: 'grace' },
  subscriptions: {
    value_stream: 'main',
    queue_name: 'backlog',
    recipient: 'x@x.test',
    channel: 'email',
    assignee: 'ada',
    reference: 'a',
  },
  transitions: { value_stream: 'main', from_queue: 'backlog', to_queue: 'test' },
  value_streams: { name: 'other', time_zone: 'UTC' },
  wip_limits: { value_stream: 'main', queue_name: 'review' },
  work_items: {
    reference: 'n',
    value_stream: 'main',
    type: 'bug',
    class_of_service: 'expedite',
    assignee: 'ada',
    dependency: 'a',
    parent: 'b',
    defect_of: 'a',
  },
  working_hours: { value_stream: 'main', weekday: '1', starts: '09:00', ends: '17:00' },
};
/** Where a name is none of the row above. */
const others: Record<string, readonly Record<string, string>[]> = {
  subscriptions: [
    {
      topic: 'queue.*',
      role: 'manager',
      time_zone: 'UTC',
      digest: 'hourly',
      value_stream: 'main',
      queue_name: 'backlog',
      channel: 'email',
      assignee: 'ada',
    },
    { topic: 'work_item.*', reference: 'a', member: 'grace' },
  ],
};

const spoilt: [what: string, spoil: (name: string) => string][] = [
  ['a blank behind', (name) => `${name} `],
  ['blanks before', (name) => `  ${name}`],
  ['a no-break space behind', (name) => `${name}\u00a0`],
  ['a tab', (name) => `${name}\t`],
  ['a line break in it', (name) => `${name.slice(0, 1)}\n${name.slice(1)}`],
  ['a NUL', (name) => `${name}\0`],
  ['a zero width space', (name) => `${name.slice(0, 1)}\u200b${name.slice(1)}`],
  ['another direction', (name) => `\u202e${name}`],
  ['a byte order mark', (name) => `\ufeff${name}`],
  ['a line separator', (name) => `${name}\u2028`],
  ['a next line', (name) => `${name}\u0085`],
  ['a tag', (name) => `${name}\u{e0041}`],
];
const sessions = {
  mariadb: [
    "SET sql_mode = ''",
    "SET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES', default_regex_flags = 'MULTILINE,EXTENDED_MORE'",
    "SET default_regex_flags = 'DOTALL,UNGREEDY,EXTENDED'",
    'SET NAMES latin1',
  ],
  mysql: ["SET sql_mode = ''", "SET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'", 'SET NAMES latin1'],
};
/** The same text whatever the session says of characters and backslashes. */
const written = (text: string) => `_utf8mb4 X'${Buffer.from(text).toString('hex')}'`;
/** A name that is not there is refused as such. */
const refused = (of: string) => (it: unknown) =>
  [9118, 9102, 9103, 9107, 9108, 9116].includes(it as number) || (of === 'endpoints.name' && it !== 'done');

describe.each(serviceDatabases())('names on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 3 });
  let connection: PoolConnection;
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('c'), ('d')");
    await database.pool.query("INSERT INTO members (name) VALUES ('grace')");
    connection = await database.pool.getConnection();
  });
  afterAll(() => connection.destroy());
  const select = async (sql: string, values: unknown[] = []) =>
    (await connection.query<RowDataPacket[]>(sql, values))[0].map((row) => ({ ...row }));
  /** The number of the refusal, or what else became of the statement. */
  const outcome = (sql: string) =>
    connection.query(sql).then(
      () => 'done',
      (error) => refusalOf(error)?.errno ?? error.message,
    );
  const insert = (table: string, row: Record<string, string>) =>
    outcome(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.values(row).map(written)})`);

  test('of every column that holds text it is decided what it holds', async () => {
    const columns = await select(
      `SELECT c.table_name AS t, c.column_name AS n
       FROM information_schema.columns c JOIN information_schema.tables b USING (table_schema, table_name)
       WHERE c.table_schema = DATABASE() AND b.table_type = 'BASE TABLE'
         AND c.data_type IN ('char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'json')`,
    );
    const undecided = columns.filter(
      ({ t, n }) => !historyColumns.test(n) && textColumns[t]?.[n] === undefined,
    );
    expect(undecided).toEqual([]);
    const there = new Set(columns.map(({ t, n }) => `${t}.${n}`));
    const decided = Object.entries(textColumns).flatMap(([t, of]) => Object.keys(of).map((n) => `${t}.${n}`));
    expect(decided.filter((each) => !there.has(each))).toEqual([]);
  });

  test.each(nameColumns)(
    'in %s have no blank at an end and no character nobody sees',
    async (table, columns) => {
      const settings = sessions[server.name.includes('maria') ? 'mariadb' : 'mysql'];
      for (const column of columns) {
        const known = [rows[table] ?? {}, ...(others[table] ?? [])];
        const row = known.find((each) => column in each) as Record<string, string>;
        for (const [number, [what, spoil]] of spoilt.entries()) {
          const session = settings[number % settings.length] as string;
          await connection.query(session);
          const before = await select(`SELECT COUNT(*) AS n FROM ${table}`);
          const result = await insert(table, { ...row, [column]: spoil(row[column] as string) });
          // A card takes the name as it is kept: a blank behind is not stored.
          if (table === 'queues' && result === 'done') {
            expect(await select('SELECT reference, queue_name FROM queues WHERE item_id = 3')).toEqual([row]);
            await connection.query("DELETE FROM queues WHERE reference = 'c'");
            continue;
          }
          const allowed = expect.toSatisfy(refused(`${table}.${column}`));
          expect([what, column, session, result]).toEqual([what, column, session, allowed]);
          expect(await select(`SELECT COUNT(*) AS n FROM ${table}`)).toEqual(before);
        }
        await connection.query('SET NAMES utf8mb4, sql_mode = DEFAULT');
        if (server.name.includes('maria')) await connection.query('SET default_regex_flags = DEFAULT');
        expect([column, await insert(table, row)]).toEqual([column, 'done']);
        const where = Object.keys(row)
          .map((each) => `${each} = ${written(row[each] as string)}`)
          .join(' AND ');
        for (const [what, spoil] of table === 'placements' ? [] : spoilt) {
          const change = await outcome(
            `UPDATE ${table} SET ${column} = ${written(spoil(row[column] as string))} WHERE ${where}`,
          );
          if (table === 'queues' && change === 'done') {
            expect(await select('SELECT reference, queue_name FROM queues WHERE item_id = 3')).toEqual([row]);
          } else {
            expect([what, column, change]).toEqual([
              what,
              column,
              expect.toSatisfy(refused(`${table}.${column}`)),
            ]);
          }
        }
        if (table !== 'placements') await connection.query(`DELETE FROM ${table} WHERE ${where}`);
      }
    },
  );

  test('of letters of any script are judged as by the domain, the plain ones too that skip the long expression', async () => {
    const letters = ['Ünal', 'Ωμέγα', 'Женя', 'カード', '已完成', '완료'];
    const marks = [
      9, 0x7f, 0x85, 0xa0, 0xad, 0x61c, 0x1160, 0x1680, 0x180e, 0x200b, 0x2028, 0x202e, 0x2060, 0x3000,
      0x3164, 0xfeff,
    ];
    const characters = [
      ...marks,
      0x20,
      0x22,
      0x5c,
      0x7c,
      0xc0,
      0x52f,
      0x3041,
      0x30ff,
      0x4e00,
      0x9fff,
      0xac00,
      0xd7a3,
      0x1f600,
    ];
    const names = letters.flatMap((letter) => [
      letter,
      ...characters.flatMap((code) => {
        const mark = String.fromCodePoint(code);
        return [`${mark}${letter}`, `${letter}${mark}`, `${letter}${mark}${letter}`, `a ${mark}|${letter}`];
      }),
    ]);
    const joined = names.map(
      (name) => `is_bad_name(CONCAT_WS(_utf8mb4 X'EFBFBF', 'x', ${written(name)}, 'y'))`,
    );
    const [found] = (await connection.query({ sql: `SELECT ${joined}`, rowsAsArray: true }))[0] as number[][];
    const wrong = names.filter((name, index) => Boolean(found?.[index]) !== isBadName(name));
    expect(wrong.map((name) => JSON.stringify(name))).toEqual([]);
    expect(names.some(isBadName)).toBe(true);
  });

  test('say which column is wrong and what is allowed', async () => {
    await expect(
      connection.query("INSERT INTO wip_limits (queue_name) VALUES ('doing  ')"),
    ).rejects.toMatchObject({
      errno: 9118,
      message:
        'KANBAN_INVALID_VALUE: queue_name takes no blank at either end and no control, format or line-separating character',
    });
    await expect(connection.query("INSERT INTO value_streams (name) VALUES ('')")).rejects.toMatchObject({
      errno: 9118,
    });
  });

  test('are counted in characters, an emoji is one, and bytes that are no text are refused', async () => {
    await connection.query('INSERT INTO wip_limits (queue_name) VALUES (?)', ['😀'.repeat(64)]);
    await expect(
      connection.query('INSERT INTO wip_limits (queue_name) VALUES (?)', ['😀'.repeat(65)]),
    ).rejects.toThrow();
    await expect(
      connection.query("INSERT INTO wip_limits (queue_name) VALUES (_binary X'64FF20')"),
    ).rejects.toThrow();
    await connection.query('DELETE FROM wip_limits WHERE queue_name = ?', ['😀'.repeat(64)]);
  });

  test('with blanks behind move a card into the queue that is meant, and are kept as the queue has them', async () => {
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('d  ', 'triage  ')");
    await move(connection, 'd', 'development   ');
    // Not a move: the collation takes it for the same.
    await move(connection, 'd', 'development ');
    expect(
      await select("SELECT HEX(reference) AS r, HEX(queue_name) AS q FROM queues WHERE reference = 'd'"),
    ).toEqual([{ r: '64', q: Buffer.from('development').toString('hex').toUpperCase() }]);
    expect(
      await select("SELECT reference, from_queue, to_queue FROM audit_log WHERE reference = 'd' ORDER BY id"),
    ).toEqual([
      { reference: 'd', from_queue: null, to_queue: 'triage' },
      { reference: 'd', from_queue: 'triage', to_queue: 'development' },
    ]);
    const payloads = (await outbox(connection)).map(({ payload }) => payload.queue_name);
    expect(payloads.filter((name) => String(name) !== String(name).trim())).toEqual([]);
    await expect(
      connection.query("UPDATE queues SET reference = 'd ' WHERE reference = 'd'"),
    ).rejects.toMatchObject({ errno: 9107 });
  });

  test('from before the check stay: cards move, rows change, and only a change of the name itself is checked', async () => {
    const [[trigger]] = await connection.query<RowDataPacket[]>(
      'SHOW CREATE TRIGGER wip_limits_before_insert_50_guard',
    );
    const [[ofStreams]] = await connection.query<RowDataPacket[]>(
      'SHOW CREATE TRIGGER value_streams_before_insert_50_guard',
    );
    await connection.query('DROP TRIGGER wip_limits_before_insert_50_guard');
    await connection.query('DROP TRIGGER value_streams_before_insert_50_guard');
    await connection.query("INSERT INTO value_streams (name) VALUES ('old ')");
    await connection.query(
      "INSERT INTO wip_limits (value_stream, queue_name, wip_limit) VALUES ('old ', 'doing ', 1), ('old', 'done', -1)",
    );
    await connection.query(trigger?.['SQL Original Statement']);
    await connection.query(ofStreams?.['SQL Original Statement']);

    await connection.query(
      "INSERT INTO work_items (reference, value_stream) VALUES ('o1', 'old '), ('o2', 'old')",
    );
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('o1', 'doing')");
    await expect(move(connection, 'o2', 'doing ')).resolves.toBeUndefined();
    await move(connection, 'o1', 'done');
    await move(connection, 'o1', 'doing ');
    await connection.query(
      "INSERT INTO subscriptions (value_stream, queue_name, recipient) VALUES ('old ', 'doing ', 'x@x.test')",
    );
    await connection.query(
      "INSERT INTO report_runs (value_stream, first_day, last_day) SELECT name, '2026-11-02', '2026-11-08' FROM value_streams WHERE name = 'old'",
    );
    await connection.query("UPDATE wip_limits SET wip_limit = 2 WHERE queue_name = 'doing'");
    await connection.query("UPDATE value_streams SET time_zone = 'Asia/Tokyo' WHERE name = 'old'");
    await expect(
      connection.query("UPDATE wip_limits SET queue_name = 'doing  ' WHERE queue_name = 'doing'"),
    ).rejects.toMatchObject({ errno: 9118 });
    await connection.query("UPDATE wip_limits SET queue_name = 'doing' WHERE queue_name = 'doing'");
    expect(
      await select(
        "SELECT LENGTH(queue_name) AS n FROM queue_state WHERE value_stream = 'old' AND queue_name = 'doing'",
      ),
    ).toEqual([{ n: 5 }]);
  });
});
