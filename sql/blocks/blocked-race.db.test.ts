import { createPool, refusalOf } from '@kanban/schema';
import { createBoard, drift, enter, move, outbox, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { untilWaiting } from '@kanban/schema/testing/until-waiting';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const isolations = ['READ COMMITTED', 'REPEATABLE READ'] as const;

describe.each(
  serviceDatabases().flatMap((server) => isolations.map((isolation) => ({ ...server, server, isolation }))),
)('to block and to move at once, at $isolation on $name', ({ server, isolation }) => {
  const database = boardTest(server);
  let many: Pool;
  let blocker: PoolConnection;
  let mover: PoolConnection;
  beforeAll(async () => {
    await createBoard(database.pool);
    await database.pool.query('UPDATE wip_limits SET wip_limit = 500 WHERE wip_limit > 0');
    many = createPool(database.url, { connectionLimit: 10, isolation });
    [blocker, mover] = [await many.getConnection(), await many.getConnection()];
  });
  afterAll(async () => {
    blocker.release();
    mover.release();
    await many.end();
  });

  const enforce = (value: 'on' | 'off') =>
    database.pool.query(
      "INSERT INTO settings (name, value) VALUES ('enforce_blocks', ?) ON DUPLICATE KEY UPDATE value = VALUES(value)",
      [value],
    );
  const block = (connection: Pool | PoolConnection, reference: string, reason: string | null) =>
    connection.query('UPDATE work_items SET blocked_reason = ? WHERE reference = ?', [reason, reference]);
  const codeOf = (running: Promise<unknown>) =>
    running.then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error,
    );
  const waits = (connection: PoolConnection) => untilWaiting(database.pool, connection);
  const notesOf = async (reference: string) => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      'SELECT to_queue, rule_notes FROM audit_log WHERE reference = ? AND from_queue IS NOT NULL ORDER BY id',
      [reference],
    );
    return rows;
  };

  test.each([
    ['on', 'ITEM_BLOCKED', []],
    ['off', 'done', [{ to_queue: 'test', rule_notes: 'blocked' }]],
  ] as const)(
    'enforce_blocks %s: a move that waited for the block finds it: %s',
    async (value, code, notes) => {
      const item = `first-${value}`;
      await enforce(value);
      await enter(database.pool, 'triage', item);
      await mover.beginTransaction();
      // Under REPEATABLE READ the snapshot of the mover is from before the block.
      await mover.query('SELECT COUNT(*) FROM work_items');
      await blocker.beginTransaction();
      await block(blocker, item, 'x');
      const moved = codeOf(move(mover, item, 'test'));
      await waits(mover);
      await blocker.commit();
      expect(await moved).toBe(code);
      await mover.commit();
      expect(await notesOf(item)).toEqual(notes);
    },
  );

  test('a block that waited for the move comes after it: the move has no note', async () => {
    await enforce('on');
    await enter(database.pool, 'triage', 'second');
    await mover.beginTransaction();
    await move(mover, 'second', 'test');
    const blocked = codeOf(block(blocker, 'second', 'x'));
    await waits(blocker);
    await mover.commit();
    expect(await blocked).toBe('done');
    expect(await notesOf('second')).toEqual([{ to_queue: 'test', rule_notes: null }]);
    expect(await codeOf(move(mover, 'second', 'uat'))).toBe('ITEM_BLOCKED');
  });

  test('a transaction older than the block ends it all the same', async () => {
    await enter(database.pool, 'triage', 'older');
    await mover.beginTransaction();
    await mover.query('SELECT COUNT(*) FROM blocked_intervals');
    await block(blocker, 'older', 'x');
    await block(mover, 'older', null);
    await mover.commit();
    const [intervals] = await database.pool.query(
      "SELECT reason FROM blocked_intervals WHERE reference = 'older' AND unblocked_at >= blocked_at",
    );
    expect(intervals).toEqual([{ reason: 'x' }]);
    const events = await outbox(database.pool);
    expect(events.at(-1)).toMatchObject({ topic: 'work_item.unblocked', payload: { reason: 'x' } });
  });

  test.each(['on', 'off'] as const)(
    'enforce_blocks %s: of 60 blocks and moves at once each has one order',
    async (value) => {
      await enforce(value);
      const items = Array.from({ length: 60 }, (_, n) => `race-${value}-${n}`);
      await enter(database.pool, 'triage', ...items);
      const outcomes = await Promise.all(
        items.flatMap((item, n) => {
          const both = [() => codeOf(block(many, item, 'x')), () => codeOf(move(many, item, 'test'))];
          return (n % 2 === 0 ? both : both.reverse()).map((start) => start());
        }),
      );
      expect(outcomes.filter((outcome) => outcome !== 'done' && outcome !== 'ITEM_BLOCKED')).toEqual([]);

      // Both write to the outbox while they hold the item, so the ids of their events tell which came first.
      const events = await outbox(database.pool);
      for (const item of items) {
        const of = events.flatMap(({ topic, payload }) => (payload.reference === item ? [topic] : []));
        const blockCameFirst = of[0] === 'work_item.blocked';
        const moves = await notesOf(item);
        if (!blockCameFirst) expect(moves).toEqual([{ to_queue: 'test', rule_notes: null }]);
        else if (value === 'off') expect(moves).toEqual([{ to_queue: 'test', rule_notes: 'blocked' }]);
        else expect(moves).toEqual([]);
        expect(of).toContain('work_item.blocked');
      }
    },
  );

  test('eight connections that block, unblock and move never deadlock, and all is kept', async () => {
    await enforce('on');
    const items = Array.from({ length: 6 }, (_, n) => `rush-${n}`);
    await enter(database.pool, 'triage', ...items);
    const pick = <T>(choices: readonly T[]) => choices[Math.floor(Math.random() * choices.length)] as T;
    const runs = Array.from({ length: 8 }, async () => {
      const outcomes: unknown[] = [];
      for (let n = 0; n < 40; n++) {
        const item = pick(items);
        outcomes.push(
          await codeOf(
            pick([
              () => block(many, item, `reason ${n}`),
              () => block(many, item, null),
              () => move(many, item, pick(['triage', 'development', 'test'])),
            ])(),
          ),
        );
      }
      return outcomes;
    });
    const outcomes = (await Promise.all(runs)).flat();
    expect(outcomes.filter((outcome) => outcome !== 'done' && outcome !== 'ITEM_BLOCKED')).toEqual([]);

    const [wrong] = await database.pool.query(
      `SELECT w.reference, w.blocked_reason, s.is_blocked, COUNT(b.id) AS open_intervals
       FROM work_items w JOIN item_state s ON s.item_id = w.id
       LEFT JOIN blocked_intervals b ON b.item_id = w.id AND b.unblocked_at IS NULL
       GROUP BY w.id, w.reference, w.blocked_reason, s.is_blocked
       HAVING s.is_blocked <> (w.blocked_reason IS NOT NULL) OR COUNT(b.id) <> s.is_blocked`,
    );
    expect(wrong).toEqual([]);
    const [overlapping] = await database.pool.query(
      `SELECT a.reference, a.blocked_at, a.unblocked_at, b.blocked_at AS next
       FROM blocked_intervals a JOIN blocked_intervals b ON b.item_id = a.item_id AND b.id > a.id
       WHERE a.unblocked_at IS NULL OR b.blocked_at < a.unblocked_at`,
    );
    expect(overlapping).toEqual([]);
    const [[counted]] = await database.pool.query<RowDataPacket[]>(
      "SELECT COUNT(*) AS intervals FROM blocked_intervals WHERE reference LIKE 'rush-%'",
    );
    expect(counted?.intervals).toBeGreaterThan(20);
    expect(await drift(database.pool)).toEqual([]);
  });
});
