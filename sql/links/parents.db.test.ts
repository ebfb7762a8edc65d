import { createPool, refusalOf } from '@kanban/schema';
import {
  createBoard,
  createTestDatabase,
  drift,
  enter,
  move,
  serviceDatabases,
  type TestDatabase,
} from '@kanban/schema/testing';
import fc from 'fast-check';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (refusalOf(error) ? `${refusalOf(error)?.code}: ${refusalOf(error)?.message}` : String(error)),
  );
const setParent = (on: Pick<Pool, 'query'>, reference: string, parent: string | null) =>
  on.query('UPDATE work_items SET parent = ? WHERE reference = ?', [parent, reference]);

async function progress(pool: Pool): Promise<Record<string, unknown>> {
  const [rows] = await pool.query<RowDataPacket[]>('SELECT * FROM item_progress');
  return Object.fromEntries(rows.map(({ reference, ...rest }) => [reference, rest]));
}

describe.each(serviceDatabases())('parents on $name', (server) => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase(server);
  });
  beforeEach(async () => {
    await database.empty();
    pool = database.pool;
    await createBoard(pool);
    await enter(pool, 'backlog', 'a', 'b', 'c', 'd');
  });
  afterEach(async () => {
    expect(await drift(pool)).toEqual([]);
  });
  afterAll(() => database.drop());

  test('no item is a part of itself, at any depth, nor of one that is not there', async () => {
    const cycle = 'PARENT_CYCLE: an item would be a part of itself: ';
    expect(await outcome(setParent(pool, 'a', 'a'))).toBe(`${cycle}a → a`);
    await setParent(pool, 'a', 'b');
    await setParent(pool, 'b', 'c');
    expect(await outcome(setParent(pool, 'c', 'a'))).toBe(`${cycle}c → a → b → c`);
    expect(await outcome(setParent(pool, 'd', 'e'))).toBe(
      'UNKNOWN_ITEM: no work item e to be the parent; insert it into work_items first',
    );
    expect(await outcome(pool.query("INSERT INTO work_items (reference, parent) VALUES ('e', 'e')"))).toBe(
      `${cycle}e → e`,
    );
    expect(await outcome(pool.query("INSERT INTO work_items (reference, parent) VALUES ('e', 'f')"))).toBe(
      'UNKNOWN_ITEM: no work item f to be the parent; insert it into work_items first',
    );
    await setParent(pool, 'b', null);
    await setParent(pool, 'c', 'a');
    const [rows] = await pool.query('SELECT reference, parent FROM work_items ORDER BY reference');
    expect(rows).toEqual([
      { reference: 'a', parent: 'b' },
      { reference: 'b', parent: null },
      { reference: 'c', parent: 'a' },
      { reference: 'd', parent: null },
    ]);
  });

  test('parts that wait for their parent are no cycle', async () => {
    await setParent(pool, 'a', 'b');
    await pool.query("INSERT INTO dependencies (reference, depends_on) VALUES ('a', 'b')");
    await pool.query("DELETE FROM dependencies WHERE reference = 'a'");
    await pool.query("INSERT INTO dependencies (reference, depends_on) VALUES ('b', 'a')");
  });

  test('progress counts leaves, so that the cards of parents do not count twice', async () => {
    await pool.query(
      "INSERT INTO work_items (reference, parent) VALUES ('b1', 'b'), ('b2', 'b'), ('b3', 'b'), ('lone', NULL)",
    );
    await setParent(pool, 'b', 'a');
    await setParent(pool, 'c', 'a');
    await pool.query(
      "INSERT INTO queues (reference, queue_name) VALUES ('b1', 'backlog'), ('b2', 'backlog'), ('b3', 'backlog')",
    );
    const part = { blocked: 0, children: 2, descendants: 5, done: 0, leaves: 4, share: 0, state: 'waiting' };
    expect(await progress(pool)).toEqual({ a: part, b: { ...part, children: 3, descendants: 3, leaves: 3 } });
    // The cards of b itself and of a are no leaves: they change nothing.
    await move(pool, 'b', 'production');
    await move(pool, 'a', 'test');
    expect((await progress(pool)).a).toEqual(part);
    await move(pool, 'b1', 'test');
    await pool.query("UPDATE work_items SET blocked_reason = 'no room' WHERE reference = 'b2'");
    expect((await progress(pool)).a).toEqual({ ...part, blocked: 1, state: 'in progress' });
    await move(pool, 'b1', 'production');
    expect((await progress(pool)).a).toEqual({
      ...part,
      blocked: 1,
      done: 1,
      share: 0.25,
      state: 'in progress',
    });
    await move(pool, 'b1', 'backlog');
    expect((await progress(pool)).a).toEqual({ ...part, blocked: 1 });
  });

  test('what is dropped or deleted is left out with all below it, and nothing left is no share', async () => {
    await setParent(pool, 'b', 'a');
    await setParent(pool, 'c', 'b');
    await setParent(pool, 'd', 'a');
    await move(pool, 'd', 'production');
    expect((await progress(pool)).a).toMatchObject({
      children: 2,
      descendants: 3,
      leaves: 2,
      done: 1,
      share: 0.5,
    });
    await move(pool, 'b', 'drop');
    expect((await progress(pool)).a).toMatchObject({
      children: 1,
      descendants: 1,
      leaves: 1,
      share: 1,
      state: 'done',
    });
    // Delivered and taken off the board is still finished.
    await pool.query("DELETE FROM queues WHERE reference = 'd'");
    expect((await progress(pool)).a).toMatchObject({ share: 1, state: 'done' });
    await pool.query("UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'd'");
    expect((await progress(pool)).a).toMatchObject({
      children: 0,
      descendants: 0,
      leaves: 0,
      share: null,
      state: null,
    });
    await setParent(pool, 'c', null);
    await pool.query("DELETE FROM work_items WHERE reference = 'b'");
    expect(await progress(pool)).toEqual({ a: expect.objectContaining({ children: 0 }) });
  });

  test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'connections that hang two items below each other never make a cycle at %s',
    async (isolation) => {
      const movers = createPool(database.url, { connectionLimit: 4, isolation });
      const connection = await movers.getConnection();
      await connection.beginTransaction();
      await connection.query('SELECT COUNT(*) FROM work_items');
      await setParent(pool, 'a', 'b');
      expect(await outcome(setParent(connection, 'b', 'a'))).toContain('PARENT_CYCLE');
      await connection.rollback();
      connection.release();
      await setParent(pool, 'c', 'd');
      for (let round = 0; round < 15; round++) {
        // b below c and d below a, while a is below b and c below d.
        const outcomes = await Promise.all([
          outcome(setParent(movers, 'b', 'c')),
          outcome(setParent(movers, 'd', 'a')),
        ]);
        const refused = outcomes.filter((each) => each !== 'done');
        expect(refused).toHaveLength(1);
        expect(refused[0]).toContain('PARENT_CYCLE');
        await pool.query("UPDATE work_items SET parent = NULL WHERE reference IN ('b', 'd')");
      }
      await movers.end();
    },
  );
});

const queues = ['backlog', 'triage', 'test', 'production', 'drop'] as const;
const size = 12;
const step = fc.oneof(
  fc.record({
    kind: fc.constant('move' as const),
    item: fc.nat(size - 1),
    queue: fc.constantFrom(...queues),
  }),
  fc.record({
    kind: fc.constant('hang' as const),
    item: fc.nat(size - 1),
    below: fc.option(fc.nat(size - 1)),
  }),
  fc.record({ kind: fc.constant('remove' as const), item: fc.nat(size - 1) }),
);

interface Node {
  parent: number | null;
  /** Where its card is; null: off the board. */
  queue: (typeof queues)[number] | null;
  isFinished: boolean;
  hasEntered: boolean;
}

/** The same by plain recursion over the items of a test. */
function naiveProgress(nodes: readonly Node[], root: number) {
  const isLeftOut = (node: Node) =>
    node.queue === 'drop' || (node.queue === null && node.hasEntered && !node.isFinished);
  const childrenOf = (parent: number) =>
    nodes.flatMap((node, n) => (node.parent === parent && !isLeftOut(node) ? [n] : []));
  const below = (parent: number): number[] => childrenOf(parent).flatMap((child) => [child, ...below(child)]);
  const leaves = below(root)
    .filter((n) => childrenOf(n).length === 0)
    .map((n) => nodes[n] as Node);
  const done = leaves.filter((leaf) => leaf.isFinished).length;
  const active = leaves.filter((leaf) => leaf.queue === 'triage' || leaf.queue === 'test').length;
  const none = leaves.length === 0;
  return {
    children: childrenOf(root).length,
    descendants: below(root).length,
    leaves: leaves.length,
    done,
    blocked: 0,
    share: none ? null : done / leaves.length,
    state: none ? null : done === leaves.length ? 'done' : done + active > 0 ? 'in progress' : 'waiting',
  };
}

describe.each(serviceDatabases())('progress of random trees on $name', (server) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(server);
    await createBoard(database.pool);
    await database.pool.query('UPDATE wip_limits SET wip_limit = -1');
  });
  afterAll(() => database.drop());

  test('is what a naive recursion says, and only circles are refused', { timeout: 60_000 }, async () => {
    let run = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const prefix = `run${run++}-`;
      const name = (n: number) => `${prefix}${n}`;
      const nodes: Node[] = Array.from({ length: size }, () => ({
        parent: null,
        queue: null,
        isFinished: false,
        hasEntered: false,
      }));
      await database.pool.query('INSERT INTO work_items (reference) VALUES ?', [
        nodes.map((_, n) => [name(n)]),
      ]);
      for (const each of steps) {
        const node = nodes[each.item] as Node;
        if (each.kind === 'move') {
          await database.pool.query(
            'INSERT INTO queues (reference, queue_name) VALUES (?, ?) ON DUPLICATE KEY UPDATE queue_name = ?',
            [name(each.item), each.queue, each.queue],
          );
          node.queue = each.queue;
          node.hasEntered = true;
          node.isFinished = each.queue === 'production';
        } else if (each.kind === 'remove') {
          await database.pool.query('DELETE FROM queues WHERE reference = ?', [name(each.item)]);
          node.queue = null;
        } else {
          let above = each.below;
          while (above !== null && above !== each.item) above = (nodes[above] as Node).parent;
          const parent = each.below === null ? null : name(each.below);
          const is = await outcome(setParent(database.pool, name(each.item), parent));
          expect(is.split(':')[0]).toBe(above === null ? 'done' : 'PARENT_CYCLE');
          if (above === null) node.parent = each.below;
        }
      }
      const [rows] = await database.pool.query<RowDataPacket[]>(
        'SELECT * FROM item_progress WHERE reference LIKE ?',
        [`${prefix}%`],
      );
      const parents = [...new Set(nodes.flatMap((node) => (node.parent === null ? [] : [node.parent])))];
      const expected = parents.map((n) => [name(n), naiveProgress(nodes, n)]);
      const shown = rows.map(({ reference, share, ...rest }) => [
        reference,
        { ...rest, share: share === null ? null : Number(share) },
      ]);
      expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(expected));
    });
    await fc.assert(property, { seed: 20260725, numRuns: 25, endOnFailure: true });
  });
});
