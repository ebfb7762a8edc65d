import { refusalOf } from '@kanban/schema';
import {
  createBoard,
  drift,
  enter,
  move,
  outbox,
  serviceDatabases,
  setSnapshotIsolation,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { beforeEach, describe, expect, test } from 'vitest';
import { textColumns } from '../text-columns.ts';

/**
 * What happens to a column when the thing that it names is renamed, and in which rows of a board that uses everything.
 */
const carried = Object.entries(textColumns).flatMap(([table, columns]) =>
  Object.entries(columns).flatMap(([column, holds]) => {
    if (['stream', 'queue', 'member', 'copy'].includes(holds)) return [{ table, column }];
    return [
      ['value_streams', 'name'],
      ['wip_limits', 'queue_name'],
      ['members', 'name'],
    ].some(([t, c]) => t === table && c === column)
      ? [{ table, column }]
      : [];
  }),
);

describe.each(serviceDatabases())('a name that changes on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 4 });
  let pool: Pool;
  const run = (sql: string) => pool.query(sql);
  const select = async (sql: string, by: Pool | PoolConnection = pool) =>
    (await by.query<RowDataPacket[]>(sql))[0].map((row) => ({ ...row }));
  const refusal = (sql: string) =>
    pool.query(sql).then(
      () => 'done',
      (error) => refusalOf(error)?.errno ?? error.message,
    );
  /** The places of a name, byte by byte, in the columns that change with it. */
  const places = async (name: string) => {
    const found: string[] = [];
    for (const { table, column } of carried) {
      const [[row]] = await pool.query<RowDataPacket[]>(
        `SELECT COUNT(*) AS n FROM ${table} WHERE CAST(${column} AS BINARY) = CAST(? AS BINARY)`,
        [name],
      );
      if (row?.n > 0) found.push(`${table}.${column} ${row?.n}`);
    }
    return found;
  };
  const sound = async () => {
    expect(await drift(pool)).toEqual([]);
    const keep = async () => [
      await select(
        `SELECT queue_id, value_stream, queue_name, current_wip, wip_limit, is_limit_enforced, position, kind, has_transitions,
           rules_enforced FROM queue_state ORDER BY queue_id`,
      ),
      await select('SELECT * FROM person_wip ORDER BY 1, 2'),
    ];
    const before = await keep();
    for (const { id } of await select('SELECT id FROM value_streams')) {
      const connection = await pool.getConnection();
      await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
      await connection.beginTransaction();
      await connection.query('CALL rebuild_projections(?)', [id]);
      await connection.commit();
      connection.release();
    }
    expect(await keep()).toEqual(before);
  };

  beforeEach(async () => {
    await database.empty();
    pool = database.pool;
    await createBoard(pool);
    await run("INSERT INTO value_streams (name) VALUES ('shop'), ('other')");
    await run(
      "INSERT INTO wip_limits (value_stream, queue_name, wip_limit) VALUES ('shop', 'ideas', -1), ('shop', 'build', 2), ('shop', 'live', -1), ('other', 'build', 1)",
    );
    await run(
      "INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ('shop', 'ideas', 'build'), ('shop', 'build', 'ideas'), ('shop', 'build', 'live')",
    );
    await run("INSERT INTO members (name, email) VALUES ('ada', 'ada@x.test'), ('bob', 'bob@x.test')");
    await run(
      "INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES ('shop', 'ada', 2), ('shop', '', 5)",
    );
    await run(
      "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_blocks', 'shop', 'on'), ('enforce_wip_limits', 'shop', 'off'), ('enforce_person_limits', 'shop', 'off')",
    );
    await run("INSERT INTO sla_policies (value_stream, target_hours) VALUES ('shop', 24)");
    await run("INSERT INTO holidays (value_stream, day) VALUES ('shop', '2026-12-25')");
    await run(
      "INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES ('shop', 1, '09:00', '17:00')",
    );
    await run("INSERT INTO stream_managers (value_stream, member) VALUES ('shop', 'ada')");
    await run(
      "INSERT INTO report_runs (value_stream, first_day, last_day) VALUES ('shop', '2026-11-02', '2026-11-08')",
    );
    await run(
      "INSERT INTO subscriptions (value_stream, queue_name, assignee, recipient) VALUES ('shop', 'build', 'ada', 'x@x.test'), (NULL, 'live', NULL, 'y@x.test'), (NULL, 'build', NULL, 'z@x.test')",
    );
    await run(
      "INSERT INTO work_items (reference, value_stream, assignee) VALUES ('a', 'shop', 'ada'), ('b', 'shop', 'ada'), ('c', 'shop', 'ada'), ('d', 'shop', 'bob')",
    );
    await run(
      "INSERT INTO queues (reference, queue_name) VALUES ('a', 'ideas'), ('b', 'ideas'), ('c', 'ideas'), ('d', 'ideas')",
    );
    await run("INSERT INTO subscriptions (reference, member) VALUES ('a', 'ada')");
    for (const item of ['a', 'b', 'c']) await move(pool, item, 'build');
  });

  test('of a stream changes everywhere, and the stream works under the new name', async () => {
    const before = await places('shop');
    expect(before.length).toBeGreaterThan(12);
    await run("UPDATE value_streams SET name = 'store' WHERE name = 'shop'");
    expect(await places('shop')).toEqual([]);
    expect(await places('store')).toEqual(before);
    await sound();
    await expect(move(pool, 'd', 'live')).rejects.toMatchObject({ errno: 9109 });
    await run("UPDATE work_items SET blocked_reason = 'x' WHERE reference = 'a'");
    await expect(move(pool, 'a', 'live')).rejects.toMatchObject({ errno: 9112 });
    await move(pool, 'b', 'live');
    await run("INSERT INTO work_items (reference, value_stream) VALUES ('e', 'store')");
    await run("INSERT INTO queues (reference, queue_name) VALUES ('e', 'ideas')");
    // Events that are not fanned out yet have the name that their subscribers have now.
    expect((await outbox(pool)).filter(({ payload }) => payload.value_stream === 'shop')).toEqual([]);
    await run("UPDATE value_streams SET name = 'Store' WHERE name = 'store'");
    await run("UPDATE value_streams SET name = 'shop' WHERE name = 'Store'");
    expect(await places('store')).toEqual([]);
    await sound();
  });

  test('of a queue changes everywhere in its stream, and nowhere else', async () => {
    const before = await places('build');
    await run(
      "UPDATE wip_limits SET queue_name = 'make' WHERE value_stream = 'shop' AND queue_name = 'build'",
    );
    expect(await places('make')).toEqual(
      before.map((each) =>
        each.replace(/\d+$/, (count) =>
          String(Number(count) - (/^(queue_state|wip_limits|subscriptions)/.test(each) ? 1 : 0)),
        ),
      ),
    );
    expect(await places('build')).toEqual([
      'queue_state.queue_name 1',
      'subscriptions.queue_name 1',
      'wip_limits.queue_name 1',
    ]);
    // A subscription for every stream: no other stream has a queue of that name.
    await run(
      "UPDATE wip_limits SET queue_name = 'shipped' WHERE value_stream = 'shop' AND queue_name = 'live'",
    );
    expect(await select("SELECT queue_name FROM subscriptions WHERE recipient = 'y@x.test'")).toEqual([
      { queue_name: 'shipped' },
    ]);
    await sound();
    await expect(move(pool, 'd', 'shipped')).rejects.toMatchObject({
      errno: 9109,
      message: expect.stringContaining('make'),
    });
    await move(pool, 'b', 'shipped');
    expect(
      (await outbox(pool)).filter(
        ({ payload }) => payload.value_stream === 'shop' && payload.queue_name === 'build',
      ),
    ).toEqual([]);
  });

  test('of two queues, and of two streams, can be swapped', async () => {
    for (const [table, column, one, other] of [
      ['wip_limits', 'queue_name', 'ideas', 'live'],
      ['value_streams', 'name', 'shop', 'other'],
    ]) {
      const set = (to: string, from: string) =>
        `UPDATE ${table} SET ${column} = '${to}' WHERE ${column} = '${from}'`;
      const connection = await pool.getConnection();
      await connection.beginTransaction();
      await connection.query(set('~', one as string));
      await connection.query(set(one as string, other as string));
      await connection.query(set(other as string, '~'));
      await connection.commit();
      connection.release();
      await sound();
    }
    expect(await select("SELECT value_stream, queue_name FROM queues WHERE reference = 'd'")).toEqual([
      { value_stream: 'other', queue_name: 'live' },
    ]);
    expect(await select('SELECT DISTINCT from_queue FROM transitions ORDER BY 1')).toEqual([
      { from_queue: 'build' },
      { from_queue: 'live' },
    ]);
  });

  test('of a member changes everywhere, also over their limit, and no event about a limit is written', async () => {
    const before = await places('ada');
    const events = (await outbox(pool)).length;
    await run("UPDATE members SET name = 'ada.l' WHERE name = 'ada'");
    expect(await places('ada.l')).toEqual(
      expect.arrayContaining(before.filter((each) => !each.startsWith('person_wip'))),
    );
    expect(
      await select(
        "SELECT current_wip, wip_limit, is_own_limit FROM person_wip WHERE assignee = 'ada.l' AND value_stream_id = 2",
      ),
    ).toEqual([{ current_wip: 3, wip_limit: 2, is_own_limit: 1 }]);
    expect(await select("SELECT SUM(current_wip) AS n FROM person_wip WHERE assignee = 'ada'")).toEqual([
      { n: expect.toSatisfy((n) => Number(n ?? 0) === 0) },
    ]);
    expect(await select("SELECT address_of_member('ada.l') AS address")).toEqual([{ address: 'ada@x.test' }]);
    expect((await outbox(pool)).length).toBe(events);
    await sound();
    await run("UPDATE members SET name = 'ada' WHERE name = 'ada.l'");
    await sound();
    await run("UPDATE settings SET value = 'on' WHERE name = 'enforce_person_limits'");
    await expect(run("UPDATE work_items SET assignee = 'ada' WHERE reference = 'd'")).resolves.toBeDefined();
    await expect(move(pool, 'd', 'build')).rejects.toMatchObject({ errno: 9111 });
    // The columns that say who did something do not change.
    expect(await select("SELECT DISTINCT field FROM field_history WHERE old_value = 'ada'")).toEqual([
      { field: 'assignee' },
    ]);
  });

  test('to a used name, of main, or without foreign key checks is refused by number, with nothing changed', async () => {
    const state = async () => [
      await places('shop'),
      await places('main'),
      await places('build'),
      await places('ada'),
      await places('bob'),
    ];
    const before = await state();
    expect(await refusal("UPDATE value_streams SET name = 'other' WHERE name = 'shop'")).toBe(9127);
    expect(
      await refusal(
        "UPDATE wip_limits SET queue_name = 'live' WHERE value_stream = 'shop' AND queue_name = 'build'",
      ),
    ).toBe(9127);
    expect(await refusal("UPDATE members SET name = 'bob' WHERE name = 'ada'")).toBe(9127);
    await run("DELETE FROM members WHERE name = 'bob'");
    expect(await refusal("UPDATE members SET name = 'bob' WHERE name = 'ada'")).toBe(9127);
    expect(await refusal("UPDATE value_streams SET name = 'all' WHERE name = 'main'")).toBe(9107);
    expect(await refusal("DELETE FROM value_streams WHERE name = 'main'")).toBe(9107);
    const connection = await pool.getConnection();
    await connection.query('SET foreign_key_checks = 0');
    for (const sql of [
      "UPDATE value_streams SET name = 'x' WHERE name = 'shop'",
      "UPDATE wip_limits SET queue_name = 'x' WHERE queue_name = 'live'",
      "UPDATE members SET name = 'x' WHERE name = 'ada'",
    ])
      await expect(connection.query(sql)).rejects.toMatchObject({ errno: 9126 });
    connection.destroy();
    await run("INSERT INTO members (name) VALUES ('bob')");
    expect(await state()).toEqual(before);
    expect(await drift(pool)).toEqual([]);
  });

  test('is seen completely by an open snapshot and next to moves', async () => {
    await run("UPDATE settings SET value = 'on' WHERE name LIKE 'enforce%'");
    await run('DELETE FROM transitions');
    const old = await pool.getConnection();
    // The card itself is renamed: it is the mover's own row, for which a server with snapshot isolation gives 1020.
    await setSnapshotIsolation(old, 'OFF');
    await old.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await old.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    await run("UPDATE value_streams SET name = 'store' WHERE name = 'shop'");
    await run("UPDATE wip_limits SET queue_name = 'shipped' WHERE queue_name = 'live'");
    await move(old, 'a', 'shipped');
    await old.commit();
    await setSnapshotIsolation(old, 'DEFAULT');
    old.release();
    expect(await select("SELECT value_stream, queue_name FROM queues WHERE reference = 'a'")).toEqual([
      { value_stream: 'store', queue_name: 'shipped' },
    ]);

    const again = async (work: () => Promise<unknown>): Promise<unknown> =>
      work().catch((error) =>
        [1213, 1205, 1020].includes(error.errno) ? again(work) : Promise.reject(error),
      );
    const movers = ['b', 'c', 'd'].map(async (item) => {
      for (let round = 0; round < 12; round++) {
        await again(async () => {
          const [queue] = await select(
            `SELECT queue_name AS name FROM wip_limits WHERE value_stream <> 'main' AND value_stream <> 'other' ORDER BY RAND() LIMIT 1`,
          );
          await move(pool, item, queue?.name).catch((error) => {
            if (![9101, 9102, 9111].includes(error.errno)) throw error;
          });
        });
      }
    });
    for (let round = 0; round < 6; round++) {
      await again(() => run(`UPDATE value_streams SET name = 's${round}' WHERE id = 2`));
      await again(() =>
        run(
          `UPDATE wip_limits SET queue_name = 'q${round}' WHERE value_stream = 's${round}' ORDER BY id LIMIT 1`,
        ),
      );
      await again(() => run(`UPDATE members SET name = 'ada${round}' WHERE name LIKE 'ada%'`));
    }
    await Promise.all(movers);
    await sound();
  });

  test('is removed with its queue: its transitions are gone, and after the last one the stream allows every move', async () => {
    await run(
      "INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ('main', 'triage', 'uat')",
    );
    await run("DELETE FROM wip_limits WHERE value_stream = 'main' AND queue_name = 'uat'");
    expect(await select("SELECT * FROM transitions WHERE value_stream = 'main'")).toEqual([]);
    expect(
      await select("SELECT MAX(has_transitions) AS has FROM queue_state WHERE value_stream = 'main'"),
    ).toEqual([{ has: 0 }]);
    await enter(pool, 'triage', 'm');
    await move(pool, 'm', 'production');
  });

  test('an archived stream accepts no cards, and its cards can move', async () => {
    await run("UPDATE value_streams SET archived_at = UTC_TIMESTAMP(6) WHERE name = 'shop'");
    await run("INSERT INTO work_items (reference, value_stream) VALUES ('z', 'shop')");
    expect(await refusal("INSERT INTO queues (reference, queue_name) VALUES ('z', 'ideas')")).toBe(9128);
    await move(pool, 'd', 'build');
    await run("UPDATE value_streams SET archived_at = NULL WHERE name = 'shop'");
    expect(await refusal("INSERT INTO queues (reference, queue_name) VALUES ('z', 'ideas')")).toBe('done');
  });
});
