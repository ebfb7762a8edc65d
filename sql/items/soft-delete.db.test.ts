import { createPool, refusalOf } from '@kanban/schema';
import {
  createBoard,
  drift,
  enter,
  everything,
  outbox,
  serviceDatabases,
  setSnapshotIsolation,
} from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('soft delete on $name', (server) => {
  const database = boardTest(server);
  beforeEach(async () => {
    await database.empty();
    await createBoard(database.pool);
  });
  afterEach(async () => {
    expect(await drift(database.pool)).toEqual([]);
  });

  const run = (statement: string, parameters: unknown[] = []) => database.pool.query(statement, parameters);
  const rows = async (statement: string) => (await database.pool.query<RowDataPacket[]>(statement))[0];
  const refusal = (statement: string, parameters: unknown[] = []) =>
    run(statement, parameters).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? `${error.errno} ${error.message}`,
    );
  const remove = (...references: string[]) =>
    refusal('UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference IN (?)', [references]);
  const restore = (...references: string[]) =>
    refusal('UPDATE work_items SET deleted_at = NULL WHERE reference IN (?)', [references]);
  const wall = async (queue: string) => {
    const found = await rows(
      `SELECT q.reference FROM queues q JOIN queue_places p ON p.item_id = q.item_id
       WHERE q.queue_name = '${queue}' ORDER BY p.place_rank, p.item_id`,
    );
    return found.map((row) => row.reference);
  };
  const deleted = async () =>
    (await rows('SELECT reference FROM work_items WHERE deleted_at IS NOT NULL ORDER BY reference')).map(
      (row) => row.reference,
    );

  test('takes the card off the board, audited, and tells of the free slot', async () => {
    await enter(database.pool, 'triage', 'a', 'b', 'c');
    const connection = await database.pool.getConnection();
    await connection.query("SET @kanban_actor = 'anna', @kanban_reason = 'logged twice'");
    await connection.query("UPDATE work_items SET deleted_at = '2001-01-01' WHERE reference = 'b'");
    await connection.query('SET @kanban_actor = NULL, @kanban_reason = NULL');
    connection.release();

    expect(await wall('triage')).toEqual(['a', 'c']);
    expect(
      await rows('SELECT from_queue, to_queue, actor, reason FROM audit_log ORDER BY id DESC LIMIT 1'),
    ).toEqual([{ from_queue: 'triage', to_queue: null, actor: 'anna', reason: 'logged twice' }]);
    expect((await outbox(database.pool)).map(({ topic, payload }) => [topic, payload.free_slots])).toEqual([
      ['queue.slot_available', 1],
    ]);
    expect(
      await rows(
        `SELECT deleted_by, deleted_at > '2020-01-01' AS is_true_instant, is_wip, is_deleted
         FROM work_items w JOIN item_state s ON s.item_id = w.id WHERE reference = 'b'`,
      ),
    ).toEqual([{ deleted_by: 'anna', is_true_instant: 1, is_wip: 0, is_deleted: 1 }]);
    expect(await rows("SELECT reference FROM card_wall WHERE reference = 'b'")).toEqual([]);
    expect(
      await rows("SELECT dropped_at IS NOT NULL AS dropped FROM item_flow WHERE reference = 'b'"),
    ).toEqual([{ dropped: 1 }]);
  });

  test('restoring brings the card back to its queue and its place, with all its things', async () => {
    await enter(database.pool, 'triage', 'a', 'b', 'c');
    await run("INSERT INTO comments (reference, body) VALUES ('b', 'hello')");
    await run("INSERT INTO subscriptions (reference, recipient) VALUES ('b', 'a@a.example')");
    const logged = await rows('SELECT id FROM audit_log');
    expect(await remove('b')).toBe('done');
    expect(await rows('SELECT body FROM item_comments')).toEqual([]);
    expect(await restore('b')).toBe('done');
    expect(await wall('triage')).toEqual(['a', 'b', 'c']);
    expect(await rows('SELECT body FROM item_comments')).toEqual([{ body: 'hello' }]);
    expect(await rows('SELECT reference, is_active FROM subscriptions')).toEqual([
      { reference: 'b', is_active: 1 },
    ]);
    expect(
      await rows(`SELECT from_queue, to_queue FROM audit_log WHERE id > ${logged.length} ORDER BY id`),
    ).toEqual([
      { from_queue: 'triage', to_queue: null },
      { from_queue: null, to_queue: 'triage' },
    ]);
    expect(
      await rows(
        `SELECT w.deleted_at, w.deleted_by, s.is_deleted, s.deleted_from, s.deleted_rank, s.is_wip
         FROM work_items w JOIN item_state s ON s.item_id = w.id WHERE reference = 'b'`,
      ),
    ).toEqual([
      {
        deleted_at: null,
        deleted_by: null,
        is_deleted: 0,
        deleted_from: null,
        deleted_rank: null,
        is_wip: 1,
      },
    ]);
    // Once only: the next entry is an ordinary one.
    await run("DELETE FROM queues WHERE reference = 'b'");
    await run("INSERT INTO queues (reference, queue_name) VALUES ('b', 'triage')");
    expect(await wall('triage')).toEqual(['a', 'c', 'b']);
  });

  test('restoring into a full queue is refused and nothing changes', async () => {
    await enter(database.pool, 'triage', 'a', 'b', 'c');
    expect(await remove('b')).toBe('done');
    await enter(database.pool, 'triage', 'd');
    const before = await everything(database.pool);
    expect(await restore('b')).toBe('QUEUE_FULL');
    expect(await everything(database.pool)).toEqual(before);
    expect(await deleted()).toEqual(['b']);
    await run("DELETE FROM queues WHERE reference = 'd'");
    expect(await restore('b')).toBe('done');
    expect(await wall('triage')).toEqual(['a', 'b', 'c']);
  });

  test('restoring counts for the assignee, within their limit', async () => {
    await enter(database.pool, 'triage', 'a', 'b');
    await run("UPDATE work_items SET assignee = 'anna'");
    const wip = async () => (await rows("SELECT current_wip FROM person_wip WHERE assignee = 'anna'"))[0];
    expect(await wip()).toEqual({ current_wip: 2 });
    expect(await remove('b')).toBe('done');
    expect(await wip()).toEqual({ current_wip: 1 });
    await run("INSERT INTO person_limits (assignee, wip_limit) VALUES ('anna', 1)");
    expect(await restore('b')).toBe('PERSON_FULL');
    expect(await wip()).toEqual({ current_wip: 1 });
    expect(await deleted()).toEqual(['b']);
    // Assigned to another person while it is deleted, it counts for that one.
    await run("UPDATE work_items SET assignee = 'ben' WHERE reference = 'b'");
    expect(await restore('b')).toBe('done');
    expect(
      await rows("SELECT assignee, current_wip FROM person_wip WHERE assignee <> '' ORDER BY assignee"),
    ).toEqual([
      { assignee: 'anna', current_wip: 1 },
      { assignee: 'ben', current_wip: 1 },
    ]);
  });

  test('a deleted item cannot enter a queue', async () => {
    await enter(database.pool, 'backlog', 'a');
    await run(
      "INSERT INTO work_items (reference, deleted_at, deleted_by) VALUES ('born', '2001-01-01', 'forged')",
    );
    expect(await rows("SELECT deleted_by FROM work_items WHERE deleted_at > '2020-01-01'")).toEqual([
      { deleted_by: 'root@localhost' },
    ]);
    expect(await remove('a')).toBe('done');
    for (const reference of ['a', 'born']) {
      for (const insert of ['INSERT', 'INSERT IGNORE']) {
        const entry = `${insert} INTO queues (reference, queue_name) VALUES ('${reference}', 'backlog')`;
        expect([entry, await refusal(entry)]).toEqual([entry, 'ITEM_DELETED']);
      }
    }
    expect(await restore('born')).toBe('done');
    expect(await refusal("INSERT INTO queues (reference, queue_name) VALUES ('born', 'backlog')")).toBe(
      'done',
    );
  });

  test('an item that was not on the board comes back off the board', async () => {
    await run("INSERT INTO work_items (reference) VALUES ('new')");
    await enter(database.pool, 'triage', 'left');
    await run("DELETE FROM queues WHERE reference = 'left'");
    const log = await rows('SELECT id FROM audit_log');
    expect(await remove('new', 'left')).toBe('done');
    expect(await restore('new', 'left')).toBe('done');
    expect(await rows('SELECT reference FROM queues')).toEqual([]);
    expect(await rows('SELECT id FROM audit_log')).toEqual(log);
    expect(await rows('SELECT DISTINCT is_deleted FROM item_state')).toEqual([{ is_deleted: 0 }]);
  });

  test('a finished item stays finished', async () => {
    await enter(database.pool, 'production', 'a');
    expect(await remove('a')).toBe('done');
    expect(await rows('SELECT finished_at IS NOT NULL AS finished, dropped_at FROM item_flow')).toEqual([
      { finished: 1, dropped_at: null },
    ]);
  });

  test('one statement deletes and restores several items, or none when one of them has no room', async () => {
    await enter(database.pool, 'triage', 'a', 'b', 'c');
    await enter(database.pool, 'test', 'd');
    expect(await remove('a', 'c', 'd')).toBe('done');
    expect([await wall('triage'), await wall('test')]).toEqual([['b'], []]);
    await enter(database.pool, 'triage', 'e');
    expect(await restore('a', 'c', 'd')).toBe('QUEUE_FULL');
    expect(await deleted()).toEqual(['a', 'c', 'd']);
    expect([await wall('triage'), await wall('test')]).toEqual([['b', 'e'], []]);
    await run("DELETE FROM queues WHERE reference = 'e'");
    expect(await restore('a', 'c', 'd')).toBe('done');
    expect([await wall('triage'), await wall('test')]).toEqual([['a', 'b', 'c'], ['d']]);
  });

  test('rolled back, nothing has happened', async () => {
    await enter(database.pool, 'triage', 'a', 'b');
    expect(await remove('b')).toBe('done');
    const before = await everything(database.pool);
    const connection = await database.pool.getConnection();
    await connection.beginTransaction();
    await connection.query("UPDATE work_items SET deleted_at = NULL WHERE reference = 'b'");
    await connection.query("UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'a'");
    await connection.rollback();
    connection.release();
    expect(await everything(database.pool)).toEqual(before);
    expect(await deleted()).toEqual(['b']);
    expect(await restore('b')).toBe('done');
    expect(await wall('triage')).toEqual(['a', 'b']);
  });

  test('the queue is found again under its new name', async () => {
    await enter(database.pool, 'triage', 'a');
    expect(await remove('a')).toBe('done');
    await run("UPDATE wip_limits SET queue_name = 'sorting' WHERE queue_name = 'triage'");
    await run("INSERT INTO wip_limits (queue_name, position) VALUES ('triage', 99)");
    expect(await restore('a')).toBe('done');
    expect(await wall('sorting')).toEqual(['a']);
  });

  test('a queue that is gone is a clear refusal, and the item stays deleted', async () => {
    await run("INSERT INTO work_items (reference) VALUES ('a')");
    expect(await remove('a')).toBe('done');
    // The triggers keep a queue with history; this is what an administrator may leave behind without them.
    await run('UPDATE item_state SET deleted_from = 4000000');
    const refused = refusalOf(
      await run("UPDATE work_items SET deleted_at = NULL WHERE reference = 'a'").catch((error) => error),
    );
    expect(refused?.code).toBe('UNKNOWN_QUEUE');
    expect(refused?.message).toContain('the queue that a was in is gone');
    expect(await deleted()).toEqual(['a']);
    await run('UPDATE item_state SET deleted_from = NULL');
    expect(await restore('a')).toBe('done');
  });

  test('a rebuild knows deleted items, and a restored one then comes behind all', async () => {
    await enter(database.pool, 'triage', 'a', 'b', 'c');
    expect(await remove('a')).toBe('done');
    const connection = await database.pool.getConnection();
    await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    await connection.query('CALL rebuild_projections(1)');
    await connection.commit();
    connection.release();
    expect(await rows('SELECT is_deleted FROM item_state ORDER BY item_id')).toEqual([
      { is_deleted: 1 },
      { is_deleted: 0 },
      { is_deleted: 0 },
    ]);
    expect(await restore('a')).toBe('done');
    expect(await wall('triage')).toEqual(['b', 'c', 'a']);
  });

  test('statements that neither delete nor restore may read queues; those that do are two statements', async () => {
    await enter(database.pool, 'triage', 'a', 'b');
    const where = "WHERE reference IN (SELECT reference FROM queues WHERE queue_name = 'triage')";
    expect(await refusal(`UPDATE work_items SET priority = 5, assignee = 'anna' ${where}`)).toBe('done');
    expect(await rows('SELECT DISTINCT priority FROM work_items')).toEqual([{ priority: 5 }]);
    expect(await refusal(`UPDATE work_items SET deleted_at = NOW() ${where}`)).toMatch(/^1442 /);
    expect(await deleted()).toEqual([]);
  });

  test('delete_item and restore_item do the same and say by code when there is nothing to do', async () => {
    await enter(database.pool, 'triage', 'a');
    expect(await refusal("CALL delete_item('a')")).toBe('done');
    expect(await wall('triage')).toEqual([]);
    expect(await refusal("CALL delete_item('a')")).toBe('ITEM_DELETED');
    expect(await refusal("CALL restore_item('a')")).toBe('done');
    expect(await wall('triage')).toEqual(['a']);
    expect(await refusal("CALL restore_item('a')")).toBe('INVALID_VALUE');
    for (const unknown of ["'nobody'", 'NULL', "REPEAT('x', 200)"]) {
      expect(await refusal(`CALL delete_item(${unknown})`)).toBe('UNKNOWN_ITEM');
      expect(await refusal(`CALL restore_item(${unknown})`)).toBe('UNKNOWN_ITEM');
    }
  });

  test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'of many who restore and enter at once, as many as there are slots come in at %s',
    async (isolation) => {
      const references = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const reference of references) {
        await enter(database.pool, 'triage', reference);
        expect(await remove(reference)).toBe('done');
      }
      await enter(database.pool, 'backlog', 'm', 'n');
      const movers = createPool(database.url, { connectionLimit: 8, isolation });
      const statements = [
        ...references.map((each) => `UPDATE work_items SET deleted_at = NULL WHERE reference = '${each}'`),
        ...['m', 'n'].map((each) => `UPDATE queues SET queue_name = 'triage' WHERE reference = '${each}'`),
      ];
      const results = await Promise.all(
        statements.map((each) =>
          movers.query(each).then(
            () => 'done',
            (error) => refusalOf(error)?.code ?? error.message,
          ),
        ),
      );
      await movers.end();
      expect(results.filter((result) => result === 'done')).toHaveLength(3);
      expect(results.filter((result) => result === 'QUEUE_FULL')).toHaveLength(5);
      expect(await wall('triage')).toHaveLength(3);
      expect((await deleted()).length + (await wall('triage')).length + (await wall('backlog')).length).toBe(
        8,
      );
    },
  );

  test('an old snapshot does not decide: a card that entered and was deleted since comes back to its queue', async () => {
    await run("INSERT INTO work_items (reference) VALUES ('a')");
    const old: PoolConnection = await database.pool.getConnection();
    await setSnapshotIsolation(old, 'OFF');
    await old.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await old.beginTransaction();
    await old.query('SELECT COUNT(*) FROM queues');
    await run("INSERT INTO queues (reference, queue_name) VALUES ('a', 'triage')");
    expect(await remove('a')).toBe('done');
    await old.query("UPDATE work_items SET deleted_at = NULL WHERE reference = 'a'");
    await old.commit();
    old.destroy();
    expect(await wall('triage')).toEqual(['a']);
  });
});
