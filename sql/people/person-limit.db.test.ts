import { refusalOf } from '@kanban/schema';
import {
  createBoard,
  drift,
  enter,
  everything,
  move,
  outbox,
  serviceDatabases,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** Errno, code and message of the refusal a statement ends in, or undefined when it goes through. */
const refusalBy = (connection: Pool | PoolConnection, statement: string) =>
  connection.query(statement).then(
    () => undefined,
    (error) => {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    },
  );

describe.each(serviceDatabases())('WIP limits of persons on $name', (server) => {
  const database = boardTest(server);
  let pool: Pool;
  beforeEach(async () => {
    await database.empty();
    pool = database.pool;
    await createBoard(pool);
    await pool.query("UPDATE wip_limits SET wip_limit = -1 WHERE queue_name <> 'triage'");
    await enter(pool, 'backlog', 'a', 'b', 'c', 'd', 'e');
  });
  afterEach(async () => {
    expect(await drift(pool)).toEqual([]);
  });

  const limit = (assignee: string, wipLimit: number) =>
    pool.query(
      'INSERT INTO person_limits (assignee, wip_limit) VALUES (?, ?) ON DUPLICATE KEY UPDATE wip_limit = ?',
      [assignee, wipLimit, wipLimit],
    );
  const assign = (assignee: string | null, ...references: string[]) =>
    pool.query('UPDATE work_items SET assignee = ? WHERE reference IN (?)', [assignee, references]);
  const state = async () => {
    const [items] = await pool.query('SELECT * FROM work_items ORDER BY id');
    const [states] = await pool.query('SELECT * FROM item_state ORDER BY 1');
    const [people] = await pool.query('SELECT * FROM person_wip ORDER BY 1, 2');
    return { ...(await everything(pool)), items, states, people };
  };
  const refusedWithNothingChanged = async (statement: string, message: string) => {
    const before = await state();
    expect(await refusalBy(pool, statement)).toMatchObject({ errno: 9111, code: 'PERSON_FULL', message });
    expect(await state()).toEqual(before);
  };
  const annIsFull = (wip: number, of = wip) =>
    `ann has ${wip} of ${of} items in progress; finish one or assign another person`;
  /** `assignee → items in progress`, as kept; `drift` holds it against a count. */
  const held = async () => {
    const [rows] = await pool.query<RowDataPacket[]>(
      "SELECT assignee, current_wip FROM person_wip WHERE assignee <> '' ORDER BY assignee",
    );
    return Object.fromEntries(rows.map((row) => [row.assignee, row.current_wip]));
  };
  const limits = async () => {
    const [rows] = await pool.query<RowDataPacket[]>(
      "SELECT assignee, wip_limit FROM person_wip WHERE assignee <> '' ORDER BY assignee",
    );
    return Object.fromEntries(rows.map((row) => [row.assignee, row.wip_limit]));
  };
  const personEvents = async () =>
    (await outbox(pool)).filter(({ topic }) => topic === 'person.overloaded').map(({ payload }) => payload);

  test('a move by which a person would have one item too many is refused and changes nothing', async () => {
    await limit('ann', 1);
    await assign('ann', 'a', 'b');
    await move(pool, 'a', 'development');
    await refusedWithNothingChanged(
      "UPDATE queues SET queue_name = 'test' WHERE reference = 'b'",
      annIsFull(1),
    );
    await pool.query("INSERT INTO work_items (reference, assignee) VALUES ('f', 'ann')");
    await refusedWithNothingChanged(
      "INSERT INTO queues (reference, queue_name) VALUES ('f', 'uat')",
      annIsFull(1),
    );
  });

  test('assigning counts like an entry, and a statement of many rows is refused whole', async () => {
    await limit('ann', 2);
    await pool.query("UPDATE queues SET queue_name = 'development'");
    await refusedWithNothingChanged("UPDATE work_items SET assignee = 'ann'", annIsFull(2));
    await assign('ann', 'a', 'b');
    await assign('bob', 'c');
    await refusedWithNothingChanged(
      "UPDATE work_items SET assignee = 'ann' WHERE reference = 'c'",
      annIsFull(2),
    );
    await refusedWithNothingChanged(
      "UPDATE work_items SET assignee = 'ann' WHERE reference = 'd'",
      annIsFull(2),
    );
    await assign('bob', 'a');
    await assign('ann', 'c');
    expect(await held()).toEqual({ ann: 2, bob: 1 });
  });

  test('a limit of zero lets nothing in, and a limit of -1 everything', async () => {
    await limit('', 0);
    await limit('bob', -1);
    await assign('ann', 'a');
    await refusedWithNothingChanged(
      "UPDATE queues SET queue_name = 'test' WHERE reference = 'a'",
      annIsFull(0),
    );
    await assign('bob', 'a', 'b', 'c', 'd', 'e');
    await pool.query("UPDATE queues SET queue_name = 'test'");
    expect(await held()).toEqual({ ann: 0, bob: 5 });
  });

  test('only what is committed and not finished counts', async () => {
    await limit('ann', 1);
    await assign('ann', 'a', 'b');
    expect(await held()).toEqual({ ann: 0 });
    const steps = [
      ['triage', 1],
      ['production', 0],
      ['uat', 1],
      // What was committed to once stays so, back in the backlog too.
      ['backlog', 1],
      ['drop', 0],
      ['backlog', 1],
      ['production', 0],
      ['development', 1],
    ] as const;
    for (const [queue, expected] of steps) {
      await move(pool, 'a', queue);
      expect([queue, await held()]).toEqual([queue, { ann: expected }]);
    }
    await refusedWithNothingChanged(
      "UPDATE queues SET queue_name = 'triage' WHERE reference = 'b'",
      annIsFull(1),
    );
    await pool.query("DELETE FROM queues WHERE reference = 'a'");
    expect(await held()).toEqual({ ann: 0 });
    await move(pool, 'b', 'triage');
    await refusedWithNothingChanged(
      "INSERT INTO queues (reference, queue_name) VALUES ('a', 'backlog')",
      annIsFull(1),
    );
    await pool.query("DELETE FROM work_items WHERE reference = 'b'");
    expect(await held()).toEqual({ ann: 0 });
  });

  test('nobody has no limit: neither NULL nor an empty assignee counts', async () => {
    await limit('', 0);
    await assign('', 'a', 'b');
    await pool.query("UPDATE queues SET queue_name = 'test'");
    await assign(null, 'a');
    await assign('', 'c');
    await pool.query("INSERT INTO work_items (reference, assignee) VALUES ('f', ''), ('g', NULL)");
    await pool.query("INSERT INTO queues (reference, queue_name) VALUES ('f', 'test'), ('g', 'test')");
    expect(await held()).toEqual({});
    await pool.query("UPDATE person_limits SET wip_limit = 1 WHERE assignee = ''");
    await assign('ann', 'a');
    await assign('', 'a');
    await assign('ann', 'b');
    await assign(null, 'b');
    expect(await held()).toEqual({ ann: 0 });
  });

  test('the default of a stream applies to everybody without a personal limit, also to people who come later', async () => {
    await assign('ann', 'a');
    await limit('', 1);
    await limit('bob', 3);
    await assign('cid', 'c');
    expect(await limits()).toEqual({ ann: 1, bob: 3, cid: 1 });
    await pool.query("UPDATE person_limits SET wip_limit = 2 WHERE assignee = ''");
    expect(await limits()).toEqual({ ann: 2, bob: 3, cid: 2 });
    await pool.query("DELETE FROM person_limits WHERE assignee = 'bob'");
    expect(await limits()).toEqual({ ann: 2, bob: 2, cid: 2 });
    await limit('bob', 2);
    await pool.query("DELETE FROM person_limits WHERE assignee = ''");
    expect(await limits()).toEqual({ ann: -1, bob: 2, cid: -1 });
    await pool.query("REPLACE INTO person_limits (assignee, wip_limit) VALUES ('bob', 4), ('', 5)");
    expect(await limits()).toEqual({ ann: 5, bob: 4, cid: 5 });
    await pool.query('DELETE FROM person_limits');
    expect(await limits()).toEqual({ ann: -1, bob: -1, cid: -1 });
  });

  test('a person has a limit and a count in each stream', async () => {
    await pool.query("INSERT INTO value_streams (name) VALUES ('ops')");
    await pool.query(
      "INSERT INTO wip_limits (value_stream, queue_name) VALUES ('ops', 'backlog'), ('ops', 'doing')",
    );
    await limit('ann', 1);
    await pool.query('INSERT INTO person_limits (value_stream, wip_limit) SELECT name, 2 FROM value_streams');
    await assign('ann', 'a', 'b');
    await move(pool, 'a', 'test');
    await pool.query("UPDATE work_items SET value_stream = 'main' WHERE reference = 'b'");
    await pool.query(
      "INSERT INTO work_items (reference, value_stream, assignee) VALUES ('o', 'ops', 'ann'), ('p', 'main', 'dan')",
    );
    // Not entered yet, so it may still change its stream, and its assignee with it.
    await pool.query("UPDATE work_items SET value_stream = 'ops', assignee = 'ann' WHERE reference = 'p'");
    await pool.query("INSERT INTO queues (reference, queue_name) VALUES ('o', 'doing'), ('p', 'doing')");
    const [rows] = await pool.query(
      `SELECT v.name, p.assignee, p.current_wip, p.wip_limit FROM person_wip p JOIN value_streams v ON v.id = p.value_stream_id
       WHERE p.assignee <> '' ORDER BY 1, 2`,
    );
    expect(rows).toEqual([
      { name: 'main', assignee: 'ann', current_wip: 1, wip_limit: 1 },
      { name: 'main', assignee: 'dan', current_wip: 0, wip_limit: 2 },
      { name: 'ops', assignee: 'ann', current_wip: 2, wip_limit: 2 },
    ]);
  });

  test('only observed, moves and assignments go through, are noted and tell of it', async () => {
    await limit('ann', 1);
    await pool.query(
      "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_person_limits', 'main', 'off')",
    );
    await assign('ann', 'a', 'b');
    await pool.query("UPDATE queues SET queue_name = 'development' WHERE reference IN ('a', 'b', 'c')");
    await assign('ann', 'c');
    await assign('bob', 'c');
    const [notes] = await pool.query(
      'SELECT reference, rule_notes FROM audit_log WHERE from_queue IS NOT NULL ORDER BY id',
    );
    expect(notes).toEqual([
      { reference: 'a', rule_notes: null },
      { reference: 'b', rule_notes: 'over_person_limit' },
      { reference: 'c', rule_notes: null },
    ]);
    const event = { value_stream: 'main', assignee: 'ann', wip_limit: 1 };
    expect(await personEvents()).toEqual([
      { ...event, current_wip: 2, reference: 'b' },
      { ...event, current_wip: 3, reference: 'c' },
    ]);
    await pool.query("DELETE FROM settings WHERE name = 'enforce_person_limits'");
    await refusedWithNothingChanged(
      "UPDATE work_items SET assignee = 'ann' WHERE reference = 'c'",
      annIsFull(2, 1),
    );
  });

  test('the switch holds for who comes later, too', async () => {
    await limit('', 0);
    await pool.query("INSERT INTO settings (name, value) VALUES ('enforce_person_limits', 'off')");
    await assign('new', 'a');
    await move(pool, 'a', 'test');
    expect(await personEvents()).toMatchObject([{ assignee: 'new', current_wip: 1, wip_limit: 0 }]);
  });

  test('a limit lowered below what a person has is allowed and tells of each who has more; a raised one tells nothing', async () => {
    await assign('ann', 'a', 'b', 'c');
    await assign('bob', 'd', 'e');
    await pool.query("UPDATE queues SET queue_name = 'test'");
    await limit('ann', 2);
    await limit('', 1);
    await limit('bob', 2);
    await limit('ann', 2);
    await limit('bob', 0);
    await pool.query("DELETE FROM person_limits WHERE assignee = 'bob'");
    await limit('', -1);
    await limit('ann', 9);
    const event = { value_stream: 'main', reference: null };
    expect(await personEvents()).toEqual([
      { ...event, assignee: 'ann', wip_limit: 2, current_wip: 3 },
      { ...event, assignee: 'bob', wip_limit: 1, current_wip: 2 },
      { ...event, assignee: 'bob', wip_limit: 0, current_wip: 2 },
      { ...event, assignee: 'bob', wip_limit: 1, current_wip: 2 },
    ]);
  });

  test('a limit that says nothing is refused', async () => {
    await limit('ann', 3);
    const rows = async () => (await pool.query('SELECT * FROM person_limits ORDER BY 1, 2'))[0];
    const before = await rows();
    for (const [statement, errno, message] of [
      ["INSERT INTO person_limits (assignee, wip_limit) VALUES ('bob', -2)", 9118, /^wip_limit is how many/],
      [
        "INSERT INTO person_limits (assignee, wip_limit) VALUES ('bob', NULL)",
        9118,
        /^wip_limit is how many/,
      ],
      ['UPDATE person_limits SET wip_limit = -2', 9118, /^wip_limit is how many/],
      [
        "INSERT INTO person_limits (value_stream, wip_limit) VALUES ('ops', 1)",
        9118,
        /^no value stream 'ops'/,
      ],
      ["UPDATE person_limits SET assignee = 'bob'", 9107, /^a limit stays with its person/],
    ] as const) {
      expect(await refusalBy(pool, statement)).toMatchObject({
        errno,
        message: expect.stringMatching(message),
      });
    }
    expect(await rows()).toEqual(before);
    expect(await limits()).toEqual({ ann: 3 });
  });

  test('a long name does not push out of the message what to do', async () => {
    await limit('', 0);
    await assign('é'.repeat(128), 'a');
    const refusal = await refusalBy(pool, "UPDATE queues SET queue_name = 'test' WHERE reference = 'a'");
    expect(refusal?.message).toMatch(/^é{32} has 0 of 0 items in progress; finish one or assign/);
  });

  test('a rebuild makes the same of a board whose people were never counted', async () => {
    await limit('', 4);
    await limit('ann', 2);
    await limit('zoe', 7);
    await assign('ann', 'a', 'b');
    await assign('bob', 'c');
    await pool.query("UPDATE queues SET queue_name = 'test'");
    const [before] = await pool.query('SELECT * FROM person_wip ORDER BY 1, 2');
    expect(before).toHaveLength(4);
    await pool.query('DELETE FROM person_wip');
    await pool.query('CALL rebuild_projections(1)');
    const [after] = await pool.query('SELECT * FROM person_wip ORDER BY 1, 2');
    expect(after).toEqual(before);
  });
});
