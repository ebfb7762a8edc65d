import { createPool, refusalOf } from '@kanban/schema';
import { drift, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { untilWaiting } from '@kanban/schema/testing/until-waiting';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const isolations = ['READ COMMITTED', 'REPEATABLE READ'] as const;

/** Two connections, one of whose transactions is older than, or waits for, what the other does. `$s`: a stream of this test. */
describe.each(
  serviceDatabases().flatMap((server) => isolations.map((isolation) => ({ ...server, server, isolation }))),
)('copies of what decides are of what is committed, at $isolation on $name', ({ server, isolation }) => {
  const database = boardTest(server);
  let pool: Pool;
  let both: Pool;
  let late: PoolConnection;
  let other: PoolConnection;
  let stream: string;
  let streams = 0;
  beforeAll(async () => {
    pool = database.pool;
    both = createPool(database.url, { connectionLimit: 2, isolation });
    [late, other] = [await both.getConnection(), await both.getConnection()];
  });
  beforeEach(async () => {
    stream = `s${++streams}.`;
    await pool.query('DELETE FROM settings');
    await pool.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
    await run(
      pool,
      "INSERT INTO wip_limits (value_stream, queue_name) VALUES ('$s', 'first'), ('$s', 'last')",
    );
    return async () => {
      await late.query('ROLLBACK');
      await other.query('ROLLBACK');
      const [streamsHere] = await run(
        pool,
        "SELECT id FROM value_streams WHERE name LIKE '$s%' OR name = 'young $s'",
      );
      const here = streamsHere.map(({ id }) => `"value_stream_id":${id},`);
      expect((await drift(pool)).filter((each) => here.some((id) => each.includes(id)))).toEqual([]);
    };
  });
  afterAll(async () => {
    late.release();
    other.release();
    await both.end();
  });

  const run = (connection: Pool | PoolConnection, statement: string) =>
    connection.query<RowDataPacket[]>(statement.replaceAll('$s', stream));
  const begin = (connection: PoolConnection) =>
    connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
  const add = "INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ('$s', 'last', 'first')";
  const addFirst =
    "INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ('$s', 'first', 'last')";
  const removeFirst = "DELETE FROM transitions WHERE value_stream = '$s' AND from_queue = 'first'";
  const addQueue = "INSERT INTO wip_limits (value_stream, queue_name) VALUES ('$s', 'new')";
  const set = (name: string, value: string, of = '$s') =>
    `INSERT INTO settings (name, value_stream, value) VALUES ('${name}', '${of}', '${value}')`;
  const copies = async () =>
    (await run(pool, "SELECT DISTINCT has_transitions FROM queue_state WHERE value_stream = '$s'"))[0].map(
      (row) => row.has_transitions,
    );

  test.each([
    ['COMMIT', [1]],
    ['ROLLBACK', [0]],
  ] as const)('the last listed move goes while another one comes: %s', async (end, kept) => {
    await run(pool, addFirst);
    await begin(late);
    await begin(other);
    await run(other, add);
    const removed = run(late, removeFirst);
    await untilWaiting(pool, late);
    await other.query(end);
    await removed;
    await late.query('COMMIT');
    expect(await copies()).toEqual(kept);
  });

  test('a listed move comes while the last one goes', async () => {
    await run(pool, addFirst);
    await begin(late);
    await begin(other);
    await run(other, removeFirst);
    const added = run(late, add);
    await untilWaiting(pool, late);
    await other.query('COMMIT');
    await added;
    await late.query('COMMIT');
    expect(await copies()).toEqual([1]);
  });

  test('the last two go by transactions that do not see each other', async () => {
    await run(pool, addFirst);
    await run(pool, add);
    await begin(late);
    await run(other, "DELETE FROM transitions WHERE value_stream = '$s' AND from_queue = 'last'");
    await run(late, removeFirst);
    await late.query('COMMIT');
    expect(await copies()).toEqual([0]);
  });

  test('the last one goes with its queue, or to another stream', async () => {
    await run(pool, addFirst);
    await run(pool, "DELETE FROM wip_limits WHERE value_stream = '$s' AND queue_name = 'last'");
    expect(await copies()).toEqual([0]);
    await run(pool, "INSERT INTO wip_limits (value_stream, queue_name) VALUES ('$s', 'last')");
    await run(pool, addFirst);
    await run(pool, "INSERT INTO value_streams (name) VALUES ('$s to')");
    await run(
      pool,
      "INSERT INTO wip_limits (value_stream, queue_name) VALUES ('$s to', 'first'), ('$s to', 'last')",
    );
    await run(pool, "UPDATE transitions SET value_stream = '$s to' WHERE value_stream = '$s'");
    expect(await copies()).toEqual([0]);
  });

  const sources: [string, string[], string[]][] = [
    ['a workflow that began', [], [addFirst]],
    ['a workflow that ended', [addFirst], [removeFirst]],
    ['switches of the stream', [], [set('enforce_wip_limits', 'off'), set('enforce_blocks', 'on')]],
    ['switches of all streams', [], [set('enforce_wip_limits', 'off', ''), set('enforce_blocks', 'on', '')]],
    [
      'switches that are set no longer',
      [set('enforce_transitions', 'off')],
      ["DELETE FROM settings WHERE value_stream = '$s'"],
    ],
  ];
  test.each(sources)('a queue added by an older transaction has %s', async (_, before, changes) => {
    for (const statement of before) await run(pool, statement);
    await begin(late);
    for (const statement of changes) await run(pool, statement);
    await run(late, addQueue);
    await late.query('COMMIT');
  });
  test.each(sources)(
    'a queue added while somebody else has not committed has %s',
    async (_, before, changes) => {
      for (const statement of before) await run(pool, statement);
      await begin(late);
      await begin(other);
      for (const statement of changes) await run(other, statement);
      const added = run(late, addQueue);
      await untilWaiting(pool, late);
      await other.query('COMMIT');
      await added;
      await late.query('COMMIT');
    },
  );
  test.each(sources)('a queue that is not committed yet gets %s', async (_, before, changes) => {
    for (const statement of before) await run(pool, statement);
    await begin(late);
    await begin(other);
    await run(other, addQueue);
    const changed = run(late, changes[0] as string);
    await untilWaiting(pool, late);
    await other.query('COMMIT');
    await changed;
    await late.query('COMMIT');
  });

  test('a setting changed by an older transaction leaves the others as they are', async () => {
    await run(
      pool,
      "INSERT INTO work_items (value_stream, reference, assignee) VALUES ('$s', '$s-a', 'ann')",
    );
    await begin(late);
    await run(pool, set('enforce_wip_limits', 'off'));
    await run(pool, set('enforce_person_limits', 'off'));
    await run(late, set('enforce_blocks', 'on'));
    await late.query('COMMIT');
  });

  test('the first person of a stream counted by an older transaction has the switches there are', async () => {
    await begin(late);
    await run(
      pool,
      "DELETE FROM person_wip WHERE value_stream_id = (SELECT id FROM value_streams WHERE name = '$s')",
    );
    await run(pool, "INSERT INTO settings (name, value) VALUES ('enforce_person_limits', 'off')");
    await run(
      pool,
      "DELETE FROM person_wip WHERE value_stream_id = (SELECT id FROM value_streams WHERE name = '$s')",
    );
    await run(
      late,
      "INSERT INTO work_items (value_stream, reference, assignee) VALUES ('$s', '$s-a', 'ann')",
    );
    await late.query('COMMIT');
  });

  test('a queue gets no other kind while its first card is entering it', async () => {
    await run(pool, "INSERT INTO work_items (value_stream, reference) VALUES ('$s', '$s-a')");
    await begin(late);
    await begin(other);
    await run(other, "INSERT INTO queues (reference, queue_name) VALUES ('$s-a', 'last')");
    const changed = run(
      late,
      "UPDATE wip_limits SET kind = 'delivered' WHERE value_stream = '$s' AND queue_name = 'last'",
    ).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error,
    );
    await untilWaiting(pool, late);
    await other.query('COMMIT');
    expect(await changed).toBe('QUEUE_HAS_HISTORY');
  });

  test.each([
    ["UPDATE work_items SET reference = '$s-b' WHERE reference = '$s-a'", 'IDENTITY_FIXED'],
    [
      "UPDATE wip_limits SET kind = 'delivered' WHERE value_stream = '$s' AND queue_name = 'last'",
      'QUEUE_HAS_HISTORY',
    ],
    [
      "UPDATE wip_limits SET position = 9 WHERE value_stream = '$s' AND queue_name = 'last'",
      'QUEUE_HAS_HISTORY',
    ],
    ["DELETE FROM wip_limits WHERE value_stream = '$s' AND queue_name = 'last'", 'QUEUE_HAS_HISTORY'],
  ])('what has got history since, keeps it: %s', async (statement, code) => {
    await run(pool, "INSERT INTO work_items (value_stream, reference) VALUES ('$s', '$s-a')");
    await begin(late);
    await run(pool, "INSERT INTO queues (reference, queue_name) VALUES ('$s-a', 'last')");
    await run(pool, "DELETE FROM queues WHERE reference = '$s-a'");
    const ended = run(late, statement).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error,
    );
    expect(await ended).toBe(code);
  });

  test('in a stream younger than the transaction items are blocked, changed and counted, and history goes in', async () => {
    await begin(late);
    const young = `young ${stream}`;
    await pool.query('INSERT INTO value_streams (name) VALUES (?)', [young]);
    await pool.query("INSERT INTO wip_limits (value_stream, queue_name) VALUES (?, 'first'), (?, 'last')", [
      young,
      young,
    ]);
    await pool.query('INSERT INTO work_items (value_stream, reference) VALUES (?, ?)', [young, `${young}-a`]);
    const item = async (set: string) =>
      late.query(`UPDATE work_items SET ${set} WHERE reference = ?`, [`${young}-a`]);
    await late.query("INSERT INTO queues (reference, queue_name) VALUES (?, 'first')", [`${young}-a`]);
    await item("blocked_reason = 'x'");
    await item('blocked_reason = NULL');
    await item('priority = priority + 1');
    await item("assignee = 'ann'");
    await late.query(
      "INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES (?, 'bob', 1), (?, '', 2)",
      [young, young],
    );
    await late.query('CALL begin_bulk()');
    await late.query("UPDATE queues SET queue_name = 'last' WHERE reference = ?", [`${young}-a`]);
    await late.query('CALL end_bulk()');
    await late.query('COMMIT');
    const [counted] = await pool.query(
      'SELECT current_wip FROM queue_state WHERE value_stream = ? ORDER BY queue_id',
      [young],
    );
    expect(counted).toEqual([{ current_wip: 0 }, { current_wip: 1 }]);
  });
});
