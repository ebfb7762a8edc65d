import { createPool, refusalOf } from '@kanban/schema';
import { drift, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { untilWaiting } from '@kanban/schema/testing/until-waiting';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

interface Change {
  readonly name: string;
  /** What the board was before, beside item `a` in `first`, and what an administrator makes of it. */
  readonly before?: readonly string[];
  readonly change: readonly string[];
  /** What the mover's session says first. */
  readonly asks?: string;
  readonly ends: string;
  readonly notes?: string | null;
}

const setting = (name: string, value: string) =>
  `INSERT INTO settings (name, value_stream, value) VALUES ('${name}', '$s', '${value}')
   ON DUPLICATE KEY UPDATE value = VALUES(value)`;
const list = (from: string, to: string) =>
  `INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ('$s', '${from}', '${to}')`;
const unlist = (from: string) =>
  `DELETE FROM transitions WHERE value_stream = '$s' AND from_queue = '${from}'`;
const blocked = "UPDATE work_items SET blocked_reason = 'x' WHERE reference = '$s-a'";
const waiting = "UPDATE work_items SET dependency = '$s-b' WHERE reference = '$s-a'";
const awaited = "UPDATE work_items SET dependency = '$s-a' WHERE reference = '$s-b'";
/** Found by its id, as a mover on the way to the queue holds its name. */
const ofLast = (set: string) =>
  `UPDATE wip_limits SET ${set} WHERE id = (
     SELECT id FROM (SELECT id FROM wip_limits WHERE value_stream = '$s' AND queue_name = 'last') last)`;
const kind = (to: string) => ofLast(`kind = '${to}'`);
const entitled = "INSERT INTO members (name, may_fast_track) VALUES ('root', TRUE)";
const speaker = "INSERT INTO members (name, may_speak_for_others) VALUES ('root', TRUE)";
const asks = 'SET @kanban_fast_track = 1';

/** Each in a stream of its own, `$s`: its item `a` is in `first` and is moved to `last`, where no card has ever been. */
const changes: readonly Change[] = [
  { name: 'a workflow begins', change: [list('last', 'first')], ends: 'ILLEGAL_MOVE' },
  { name: 'a workflow begins that lists it', change: [list('first', 'last')], ends: 'done', notes: null },
  { name: 'the workflow ends', before: [list('last', 'first')], change: [unlist('last')], ends: 'done' },
  { name: 'it is listed', before: [list('last', 'first')], change: [list('first', 'last')], ends: 'done' },
  {
    name: 'it is listed no longer',
    before: [list('last', 'first'), list('first', 'last')],
    change: [unlist('first')],
    ends: 'ILLEGAL_MOVE',
  },
  {
    name: 'the workflow only observes',
    before: [list('last', 'first')],
    change: [setting('enforce_transitions', 'off')],
    ends: 'done',
    notes: 'illegal_move',
  },
  {
    name: 'the workflow observes no longer',
    before: [list('last', 'first'), setting('enforce_transitions', 'off')],
    change: [setting('enforce_transitions', 'on')],
    ends: 'ILLEGAL_MOVE',
  },
  {
    name: 'blocks refuse',
    before: [blocked],
    change: [setting('enforce_blocks', 'on')],
    ends: 'ITEM_BLOCKED',
  },
  {
    name: 'blocks only observe',
    before: [blocked, setting('enforce_blocks', 'on')],
    change: [setting('enforce_blocks', 'off')],
    ends: 'done',
    notes: 'blocked',
  },
  {
    name: 'dependencies refuse',
    before: [waiting],
    change: [setting('enforce_dependencies', 'on')],
    ends: 'DEPENDENCIES_OPEN',
  },
  {
    name: 'dependencies only observe',
    before: [waiting, setting('enforce_dependencies', 'on')],
    change: [setting('enforce_dependencies', 'off')],
    ends: 'done',
    notes: 'open_dependencies',
  },
  {
    name: 'dependencies matter by the new kind',
    before: [waiting, kind('buffer'), setting('enforce_dependencies', 'on')],
    change: [kind('active')],
    ends: 'DEPENDENCIES_OPEN',
  },
  { name: 'the queue finishes', before: [awaited], change: [kind('delivered')], ends: 'done', notes: null },
  {
    name: 'the queue finishes no longer',
    before: [awaited, kind('completed')],
    change: [kind('active')],
    ends: 'done',
    notes: null,
  },
  { name: 'the queue drops', change: [kind('dropped')], ends: 'done', notes: null },
  {
    name: 'the order changes',
    change: [ofLast('position = 99')],
    ends: 'done',
    notes: null,
  },
  {
    name: 'fast track is revoked',
    before: [list('last', 'first'), entitled],
    change: ['UPDATE members SET may_fast_track = FALSE'],
    asks,
    ends: 'NO_FAST_TRACK',
  },
  {
    name: 'fast track is granted',
    before: [list('last', 'first')],
    change: [entitled],
    asks,
    ends: 'done',
    notes: 'fast_track',
  },
  {
    name: 'to speak for others is revoked',
    before: [
      list('last', 'first'),
      speaker,
      "INSERT INTO members (name, may_fast_track) VALUES ('ann', TRUE)",
    ],
    change: ['UPDATE members SET may_speak_for_others = FALSE'],
    asks: `${asks}, @kanban_actor = 'ann'`,
    ends: 'UNPROVEN_ACTOR',
  },
];

const isolations = ['READ COMMITTED', 'REPEATABLE READ'] as const;

describe.each(
  serviceDatabases().flatMap((server) => isolations.map((isolation) => ({ ...server, server, isolation }))),
)('a move goes by what is committed, at $isolation on $name', ({ server, isolation }) => {
  const database = boardTest(server);
  let pool: Pool;
  let movers: Pool;
  let mover: PoolConnection;
  let stream: string;
  let streams = 0;
  beforeAll(async () => {
    pool = database.pool;
    movers = createPool(database.url, { connectionLimit: 1, isolation });
    mover = await movers.getConnection();
  });
  beforeEach(async () => {
    stream = `s${++streams}`;
    await mover.query('SET @kanban_fast_track = NULL, @kanban_actor = NULL');
    await pool.query('DELETE FROM members');
    await pool.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
    await pool.query('INSERT INTO wip_limits (value_stream, queue_name, kind) VALUES ?', [
      [
        [stream, 'first', 'backlog'],
        [stream, 'middle', 'active'],
        [stream, 'last', 'active'],
      ],
    ]);
    await pool.query('INSERT INTO work_items (value_stream, reference, assignee) VALUES ?', [
      [
        [stream, `${stream}-a`, 'ann'],
        [stream, `${stream}-b`, null],
      ],
    ]);
    await pool.query("INSERT INTO queues (reference, queue_name) VALUES (?, 'middle')", [`${stream}-a`]);
    await move(pool, `${stream}-a`, 'first');
  });
  afterAll(async () => {
    mover.release();
    await movers.end();
  });

  const runAll = async (statements: readonly string[] = []) => {
    for (const statement of statements) await pool.query(statement.replaceAll('$s', stream));
  };
  const moves = () =>
    move(mover, `${stream}-a`, 'last').then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error,
    );
  const isAs = async (ended: unknown, { ends, notes }: Change) => {
    expect(ended).toBe(ends);
    const [log] = await pool.query<RowDataPacket[]>(
      "SELECT rule_notes FROM audit_log WHERE reference = ? AND to_queue = 'last'",
      [`${stream}-a`],
    );
    expect(log).toEqual(ends === 'done' ? [{ rule_notes: notes ?? null }] : []);
    expect(await drift(pool)).toEqual([]);
  };

  test.each(changes)('older than the change: $name', async (it) => {
    await runAll(it.before);
    if (it.asks) await mover.query(it.asks);
    await mover.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    await runAll(it.change);
    const ended = await moves();
    await mover.query('COMMIT');
    await isAs(ended, it);
  });

  // Who speaks for another holds the row that allows it from the start: that change waits for the move, and not the move for it.
  const free = changes.filter(({ name }) => name !== 'to speak for others is revoked');
  test.each(free)('begun before the change, which is made while it waits: $name', async (it) => {
    await runAll(it.before);
    if (it.asks) await mover.query(it.asks);
    const holder = await pool.getConnection();
    await holder.beginTransaction();
    await holder.query(
      'SELECT * FROM item_state WHERE item_id = (SELECT id FROM work_items WHERE reference = ?) FOR UPDATE',
      [`${stream}-a`],
    );
    const moved = moves();
    await untilWaiting(pool, mover);
    await runAll(it.change);
    await holder.rollback();
    holder.release();
    await isAs(await moved, it);
  });
});
