import { refusalOf } from '@kanban/schema';
import {
  counts,
  createBoard,
  drift,
  enter,
  everything,
  move,
  outbox,
  testDatabases,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

describe.each(testDatabases())('WIP limits on $name', (server) => {
  const database = boardTest(server);
  beforeEach(async () => {
    await database.empty();
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b', 'c', 'd', 'e');
  });
  afterEach(async () => {
    expect(await drift(database.pool)).toEqual([]);
  });

  const refusedWithNothingChanged = async (statement: string, code: string, message: string) => {
    const before = await everything(database.pool);
    const error = await database.pool.query(statement).then(
      () => undefined,
      (reason) => reason,
    );
    expect(refusalOf(error)).toMatchObject({ code, message });
    expect(await everything(database.pool)).toEqual(before);
  };

  const fillDevelopment = () =>
    database.pool.query("UPDATE queues SET queue_name = 'development' WHERE reference IN ('a', 'b', 'c')");
  const full = 'development holds 3 of 3; wait for a free slot or raise its WIP limit';

  test('a move into a full queue is refused and changes nothing', async () => {
    await fillDevelopment();
    await refusedWithNothingChanged(
      "UPDATE queues SET queue_name = 'development' WHERE reference = 'd'",
      'QUEUE_FULL',
      full,
    );
  });

  test('an entry into a full queue is refused and changes nothing', async () => {
    await fillDevelopment();
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('f')");
    await refusedWithNothingChanged(
      "INSERT INTO queues (reference, queue_name) VALUES ('f', 'development')",
      'QUEUE_FULL',
      full,
    );
  });

  test('a multi-row move that fits only in part is refused whole', async () => {
    await refusedWithNothingChanged("UPDATE queues SET queue_name = 'development'", 'QUEUE_FULL', full);
  });

  test('a multi-row entry that fits only in part is refused whole', async () => {
    await database.pool.query("DELETE FROM queues WHERE reference IN ('a', 'b', 'c', 'd')");
    await refusedWithNothingChanged(
      "INSERT INTO queues (reference, queue_name) SELECT reference, 'test' FROM work_items WHERE reference < 'e'",
      'QUEUE_FULL',
      full.replace('development', 'test'),
    );
  });

  test.each([
    "UPDATE wip_limits SET wip_limit = -2 WHERE queue_name = 'test'",
    "UPDATE wip_limits SET wip_limit = NULL WHERE queue_name = 'test'",
    "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('ready for test', -2)",
  ])('a limit that is none is refused by %s', async (statement) => {
    await refusedWithNothingChanged(
      statement,
      'INVALID_VALUE',
      'wip_limit is how many items a queue may hold, or -1 for no limit',
    );
  });

  test('an unknown queue is refused by naming the queues there are', async () => {
    await refusedWithNothingChanged(
      "UPDATE queues SET queue_name = 'Development' WHERE reference = 'a'",
      'UNKNOWN_QUEUE',
      "no queue 'Development' in main; there are: backlog, triage, development, test, uat, production, drop",
    );
  });

  test('an unknown queue is refused by its code also where the names of all queues are longer than group_concat_max_len', async () => {
    const connection = await database.pool.getConnection();
    await connection.query('SET SESSION group_concat_max_len = 4');
    const error = await move(connection, 'a', 'nowhere').catch((reason) => reason);
    connection.destroy();
    expect(refusalOf(error)?.code).toBe('UNKNOWN_QUEUE');
  });

  test('an item that is not logged cannot enter', async () => {
    await refusedWithNothingChanged(
      "INSERT INTO queues (reference, queue_name) VALUES ('nobody', 'backlog')",
      'UNKNOWN_ITEM',
      'no work item nobody; insert it into work_items first',
    );
  });

  test('a limit of zero lets nothing in', async () => {
    await database.pool.query("UPDATE wip_limits SET wip_limit = 0 WHERE queue_name = 'uat'");
    await refusedWithNothingChanged(
      "UPDATE queues SET queue_name = 'uat' WHERE reference = 'a'",
      'QUEUE_FULL',
      'uat holds 0 of 0; wait for a free slot or raise its WIP limit',
    );
  });

  test('with enforcement off the move goes through and queue.overloaded is written', async () => {
    await fillDevelopment();
    await database.pool.query("UPDATE settings SET value = 'off' WHERE name = 'enforce_wip_limits'");
    await move(database.pool, 'd', 'development');
    expect(await outbox(database.pool)).toMatchObject([
      {
        topic: 'queue.overloaded',
        payload: { queue_name: 'development', current_wip: 4, wip_limit: 3, reference: 'd' },
      },
    ]);
    await database.pool.query("UPDATE settings SET value = 'on' WHERE name = 'enforce_wip_limits'");
    await refusedWithNothingChanged(
      "UPDATE queues SET queue_name = 'development' WHERE reference = 'e'",
      'QUEUE_FULL',
      full.replace('3 of 3', '4 of 3'),
    );
  });

  test("a stream's own setting overrides the global one", async () => {
    await database.pool.query(
      "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_wip_limits', 'main', 'off')",
    );
    await database.pool.query("UPDATE queues SET queue_name = 'development'");
    expect((await counts(database.pool)).development).toEqual({ counted: 5, kept: 5 });
  });

  test('lowering a limit below the present WIP is allowed and says overloaded', async () => {
    await fillDevelopment();
    await database.pool.query("UPDATE wip_limits SET wip_limit = 1 WHERE queue_name = 'development'");
    expect(await outbox(database.pool)).toMatchObject([
      {
        topic: 'queue.overloaded',
        payload: { queue_name: 'development', current_wip: 3, wip_limit: 1, free_slots: 0 },
      },
    ]);
    await move(database.pool, 'a', 'test');
    expect(await outbox(database.pool)).toHaveLength(1);
  });

  test('raising a limit writes the free slots', async () => {
    await fillDevelopment();
    await database.pool.query("UPDATE wip_limits SET wip_limit = 5 WHERE queue_name = 'development'");
    expect(await outbox(database.pool)).toMatchObject([
      {
        topic: 'queue.slot_available',
        payload: { queue_name: 'development', current_wip: 3, free_slots: 2 },
      },
    ]);
    await move(database.pool, 'd', 'development');
  });

  test('a departure that leaves room in a limited queue writes the free slots, from an unlimited one nothing', async () => {
    await fillDevelopment();
    expect(await outbox(database.pool)).toEqual([]);
    await move(database.pool, 'b', 'test');
    expect(await outbox(database.pool)).toMatchObject([
      {
        topic: 'queue.slot_available',
        payload: { queue_name: 'development', free_slots: 1, reference: 'b' },
      },
    ]);
  });

  test('a move rolled back leaves no trace', async () => {
    const before = await everything(database.pool);
    const connection = await database.pool.getConnection();
    await connection.beginTransaction();
    await move(connection, 'a', 'development');
    await move(connection, 'a', 'test');
    await connection.query("DELETE FROM queues WHERE reference = 'b'");
    await connection.rollback();
    connection.release();
    expect(await everything(database.pool)).toEqual(before);
  });

  test('writing the same queue again is no move', async () => {
    const before = await everything(database.pool);
    await move(database.pool, 'a', 'backlog');
    expect(await everything(database.pool)).toEqual(before);
  });

  test('INSERT IGNORE and ON DUPLICATE KEY UPDATE never drift the counters', async () => {
    await database.pool.query("INSERT IGNORE INTO queues (reference, queue_name) VALUES ('a', 'test')");
    await database.pool.query(
      "INSERT INTO queues (reference, queue_name) VALUES ('a', 'test') ON DUPLICATE KEY UPDATE queue_name = 'test'",
    );
    await database.pool.query("REPLACE INTO queues (reference, queue_name) VALUES ('b', 'test')");
    expect(await counts(database.pool)).toMatchObject({
      backlog: { counted: 3, kept: 3 },
      test: { counted: 2, kept: 2 },
    });
  });

  test('deleting a work item frees its slot and is audited as a departure', async () => {
    await fillDevelopment();
    await database.pool.query("DELETE FROM work_items WHERE reference = 'a'");
    expect((await counts(database.pool)).development).toEqual({ counted: 2, kept: 2 });
    const [last] = await database.pool.query(
      'SELECT reference, from_queue, to_queue FROM audit_log ORDER BY id DESC LIMIT 1',
    );
    expect(last).toEqual([{ reference: 'a', from_queue: 'development', to_queue: null }]);
  });

  test('a queue that holds items cannot be deleted', async () => {
    await refusedWithNothingChanged(
      "DELETE FROM wip_limits WHERE queue_name = 'backlog'",
      'QUEUE_NOT_EMPTY',
      'backlog holds 5 items; move them first',
    );
  });

  test('a queue with history cannot be deleted, nor change its kind or position; one without can', async () => {
    await move(database.pool, 'a', 'test');
    await move(database.pool, 'a', 'backlog');
    const reason = 'test has history that charts read; close it with wip_limit = 0';
    await refusedWithNothingChanged(
      "DELETE FROM wip_limits WHERE queue_name = 'test'",
      'QUEUE_HAS_HISTORY',
      reason,
    );
    const changed = 'test has history: change its kind or position between begin_bulk() and end_bulk()';
    await refusedWithNothingChanged(
      "UPDATE wip_limits SET kind = 'buffer' WHERE queue_name = 'test'",
      'QUEUE_HAS_HISTORY',
      changed,
    );
    await database.pool.query("UPDATE wip_limits SET kind = 'buffer' WHERE queue_name = 'uat'");
    await database.pool.query("DELETE FROM wip_limits WHERE queue_name = 'uat'");
    expect(Object.keys(await counts(database.pool))).not.toContain('uat');
  });

  test('renaming a queue renames it for its items and is no move', async () => {
    await database.pool.query("UPDATE wip_limits SET queue_name = 'inbox' WHERE queue_name = 'backlog'");
    expect((await counts(database.pool)).inbox).toEqual({ counted: 5, kept: 5 });
    await move(database.pool, 'a', 'test');
    const [last] = await database.pool.query('SELECT from_queue FROM audit_log ORDER BY id DESC LIMIT 1');
    expect(last).toEqual([{ from_queue: 'inbox' }]);
  });
});
