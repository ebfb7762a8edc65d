import { createBoard, drift, enter, move, outbox, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('who waits for capacity on $name', (server) => {
  const database = boardTest(server);
  let pool: Pool;
  beforeEach(async () => {
    await database.empty();
    pool = database.pool;
    await createBoard(pool);
    await pool.query("UPDATE wip_limits SET wip_limit = -1 WHERE queue_name IN ('triage', 'uat')");
    await enter(pool, 'development', 'x', 'y', 'z');
  });
  afterEach(async () => {
    expect(await drift(pool)).toEqual([]);
  });

  /** Takes x out of development and puts it back: whom the free slot there is offered to. */
  const offeredTo = async () => {
    await move(pool, 'x', 'production');
    const { topic, payload } = (await outbox(pool)).at(-1) as Awaited<ReturnType<typeof outbox>>[number];
    expect([topic, payload.queue_name]).toEqual(['queue.slot_available', 'development']);
    await move(pool, 'x', 'development');
    return payload.waiting;
  };

  test('a free slot is offered to the first three of the queue before it, in their order', async () => {
    await enter(pool, 'triage', 'a', 'b', 'c', 'd');
    expect(await offeredTo()).toEqual(['a', 'b', 'c']);
    await pool.query("CALL place_item('d', 'before', 'b')");
    expect(await offeredTo()).toEqual(['a', 'd', 'b']);
    await move(pool, 'a', 'test');
    await move(pool, 'a', 'triage');
    await pool.query("DELETE FROM queues WHERE reference = 'd'");
    expect(await offeredTo()).toEqual(['b', 'c', 'a']);
  });

  test('blocked items and deleted ones are passed over', async () => {
    await enter(pool, 'triage', 'a', 'b', 'c');
    await pool.query("UPDATE work_items SET blocked_reason = 'No answer' WHERE reference = 'a'");
    await pool.query("UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'b'");
    expect(await offeredTo()).toEqual(['c']);
    await pool.query('UPDATE work_items SET blocked_reason = NULL, deleted_at = NULL');
    expect(await offeredTo()).toEqual(['a', 'b', 'c']);
  });

  test('items that wait for unfinished ones are passed over until these are finished', async () => {
    await enter(pool, 'triage', 'a', 'b');
    await enter(pool, 'backlog', 'e');
    await pool.query("INSERT INTO dependencies (reference, depends_on) VALUES ('a', 'e')");
    expect(await offeredTo()).toEqual(['b']);
    await move(pool, 'e', 'production');
    expect(await offeredTo()).toEqual(['a', 'b']);
  });

  test('a queue whose items cannot be pulled is passed over for the next one upstream', async () => {
    await enter(pool, 'backlog', 'a', 'b');
    expect(await offeredTo()).toEqual(['a', 'b']);
    await enter(pool, 'triage', 'c');
    expect(await offeredTo()).toEqual(['c']);
    await pool.query("UPDATE work_items SET blocked_reason = 'No answer' WHERE reference = 'c'");
    expect(await offeredTo()).toEqual(['a', 'b']);
  });

  test('what is downstream, delivered, completed or dropped never waits', async () => {
    await pool.query(
      `INSERT INTO wip_limits (value_stream, queue_name, wip_limit, position, kind)
       VALUES ('main', 'early drop', -1, 100, 'dropped'), ('main', 'last', 5, 200, 'active')`,
    );
    await enter(pool, 'test', 't');
    await enter(pool, 'drop', 'v');
    expect(await offeredTo()).toEqual([]);
    await enter(pool, 'production', 'p');
    await enter(pool, 'early drop', 'w');
    await enter(pool, 'last', 'l');
    await pool.query("DELETE FROM queues WHERE reference IN ('x', 'y', 'z')");
    await move(pool, 'l', 'production');
    expect((await outbox(pool)).at(-1)).toMatchObject({ payload: { queue_name: 'last', waiting: ['t'] } });
  });

  test('the workflow decides from where an item can be pulled', async () => {
    await enter(pool, 'triage', 'a');
    await enter(pool, 'backlog', 'b');
    await pool.query(
      `INSERT INTO transitions (from_queue, to_queue) VALUES
       ('backlog', 'development'), ('development', 'production'), ('production', 'development'), ('triage', 'test')`,
    );
    expect(await offeredTo()).toEqual(['b']);
    await pool.query("INSERT INTO transitions (from_queue, to_queue) VALUES ('triage', 'development')");
    expect(await offeredTo()).toEqual(['a']);
  });

  test('a raised limit tells of them too, and a lowered one', async () => {
    await enter(pool, 'triage', 'a', 'b');
    await pool.query("UPDATE wip_limits SET wip_limit = 4 WHERE queue_name = 'development'");
    await pool.query("UPDATE wip_limits SET wip_limit = 2 WHERE queue_name = 'development'");
    expect(await outbox(pool)).toMatchObject([
      { topic: 'queue.slot_available', payload: { free_slots: 1, reference: null, waiting: ['a', 'b'] } },
      { topic: 'queue.overloaded', payload: { current_wip: 3, reference: null, waiting: ['a', 'b'] } },
    ]);
  });

  test('references with any text appear unchanged in the event', async () => {
    const references = ['"quoted" \\ back', '\u0394'.repeat(64), '🙂'.repeat(64)];
    await enter(pool, 'triage', ...references);
    expect(await offeredTo()).toEqual(references);
  });

  test('an item that overloads a queue does not wait for it any more', async () => {
    await enter(pool, 'triage', 'a', 'b');
    await pool.query("UPDATE settings SET value = 'off' WHERE name = 'enforce_wip_limits'");
    await move(pool, 'a', 'development');
    expect((await outbox(pool)).find(({ topic }) => topic === 'queue.overloaded')).toMatchObject({
      payload: { queue_name: 'development', current_wip: 4, wip_limit: 3, reference: 'a', waiting: ['b'] },
    });
  });

  test('a small group_concat_max_len cuts nothing off', async () => {
    await enter(pool, 'triage', 'a'.repeat(60), 'b'.repeat(60));
    const connection = await pool.getConnection();
    await connection.query('SET SESSION group_concat_max_len = 4');
    await connection.query("UPDATE wip_limits SET wip_limit = 9 WHERE queue_name = 'development'");
    await connection.query('SET SESSION group_concat_max_len = DEFAULT');
    connection.release();
    expect((await outbox(pool)).at(-1)?.payload).toMatchObject({
      waiting: ['a'.repeat(60), 'b'.repeat(60)],
      waiting_in: 'triage',
    });
  });
});
