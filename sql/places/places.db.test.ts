import { createPool, refusalOf } from '@kanban/schema';
import { enter, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

type Wall = Record<string, string[]>;

/** References by queue in the order of `place`, once the places were found to be 1…n. */
async function wall(pool: Pool): Promise<Wall> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT queue_name, place, reference FROM card_wall ORDER BY position, place',
  );
  const shown: Wall = {};
  for (const { queue_name, place, reference } of rows) {
    shown[queue_name] ??= [];
    shown[queue_name].push(reference);
    expect([queue_name, place]).toEqual([queue_name, shown[queue_name].length]);
  }
  return shown;
}

const place = (pool: Pool, reference: string | null, side: string | null, other: string | null) =>
  pool.query('CALL place_item(?, ?, ?)', [reference, side, other]);

const pick = <T>(choices: readonly T[]): T => choices[Math.floor(Math.random() * choices.length)] as T;

describe.each(serviceDatabases())('the order of cards in a queue on $name', (server) => {
  const database = boardTest(server);
  let pool: Pool;
  beforeAll(async () => {
    pool = database.pool;
    await pool.query("INSERT INTO wip_limits (queue_name) VALUES ('todo'), ('doing'), ('review'), ('done')");
  });
  beforeEach(() => pool.query('DELETE FROM work_items'));

  test('is that of arrival at first, also for cards that come back', async () => {
    await enter(pool, 'todo', 'c', 'a', 'b');
    expect(await wall(pool)).toEqual({ todo: ['c', 'a', 'b'] });
    await move(pool, 'c', 'doing');
    await move(pool, 'b', 'doing');
    await move(pool, 'c', 'todo');
    expect(await wall(pool)).toEqual({ todo: ['a', 'c'], doing: ['b'] });
  });

  test('puts a card before or after any other: first, last and between each pair', async () => {
    const cards = ['a', 'b', 'c', 'd', 'e'];
    await enter(pool, 'todo', ...cards);
    let expected = cards;
    for (const reference of cards) {
      for (const other of cards.filter((each) => each !== reference)) {
        for (const side of ['before', 'after']) {
          await place(pool, reference, side, other);
          expected = placed(expected, reference, side, other);
          expect(await wall(pool)).toEqual({ todo: expected });
        }
      }
    }
    await enter(pool, 'todo', 'f');
    expect(await wall(pool)).toEqual({ todo: [...expected, 'f'] });
  });

  test('lets later arrivals in behind a card that was put last', async () => {
    await enter(pool, 'todo', 'a', 'b', 'c');
    await place(pool, 'a', 'after', 'c');
    await enter(pool, 'todo', 'd');
    expect(await wall(pool)).toEqual({ todo: ['b', 'c', 'a', 'd'] });
  });

  test('takes three hundred cards put into the same gap, from either side', async () => {
    await enter(pool, 'todo', 'first', 'x', 'y', 'z', 'last');
    let expected = ['first', 'x', 'y', 'z', 'last'];
    for (let turn = 0; turn < 100; turn++) {
      for (const [reference, side, other] of [
        ['x', 'after', 'first'],
        ['y', 'after', 'first'],
        ['z', 'before', expected[1] === 'z' ? 'last' : (expected[1] as string)],
      ] as const) {
        await place(pool, reference, side, other === reference ? 'first' : other);
        expected = placed(expected, reference, side, other === reference ? 'first' : other);
      }
    }
    expect(await wall(pool)).toEqual({ todo: expected });
    const [[most]] = await pool.query<RowDataPacket[]>(
      'SELECT COUNT(DISTINCT place_rank) AS ranks, COUNT(*) AS cards FROM queue_places WHERE item_id < 9223372036854775808',
    );
    expect(most).toEqual({ ranks: 5, cards: 5 });
  });

  test('is kept when places are made again from nothing but what is there', async () => {
    await enter(pool, 'todo', 'a', 'b', 'c');
    await place(pool, 'c', 'before', 'a');
    await pool.query('CALL rebuild_places(1)');
    expect(await wall(pool)).toEqual({ todo: ['c', 'a', 'b'] });
    await pool.query(
      "DELETE FROM queue_places WHERE item_id = (SELECT id FROM work_items WHERE reference = 'c')",
    );
    expect(await wall(pool)).toEqual({ todo: ['a', 'b', 'c'] });
    await pool.query('CALL rebuild_places(1)');
    await place(pool, 'b', 'before', 'a');
    await enter(pool, 'todo', 'd');
    expect(await wall(pool)).toEqual({ todo: ['b', 'a', 'c', 'd'] });
  });

  test('shows every reader that the queue changed, and keeps who did it', async () => {
    const moves = async () => {
      const [rows] = await pool.query<RowDataPacket[]>(
        'SELECT queue_name, moves FROM queue_state ORDER BY queue_id',
      );
      return Object.fromEntries(rows.map((row) => [row.queue_name, row.moves]));
    };
    await enter(pool, 'todo', 'a', 'b');
    const before = await moves();
    await place(pool, 'b', 'before', 'a');
    expect(await moves()).toEqual({ ...before, todo: before.todo + 1 });
    const [[row]] = await pool.query<RowDataPacket[]>('SELECT * FROM placements ORDER BY id DESC LIMIT 1');
    expect(row).toMatchObject({ reference: 'b', side: 'before', other: 'a', actor: 'root@localhost' });
    for (const statement of ["UPDATE placements SET side = 'after'", 'DELETE FROM placements']) {
      const error = await pool.query(statement).catch((reason) => reason);
      expect(refusalOf(error)).toMatchObject({ code: 'HISTORY_APPEND_ONLY' });
    }
  });

  test('is undone by a rollback', async () => {
    await enter(pool, 'todo', 'a', 'b', 'c');
    const connection = await pool.getConnection();
    await connection.beginTransaction();
    await connection.query("CALL place_item('c', 'before', 'a')");
    await connection.query("CALL place_item('b', 'before', 'c')");
    await connection.rollback();
    connection.release();
    expect(await wall(pool)).toEqual({ todo: ['a', 'b', 'c'] });
  });

  test.each([
    [
      'a card of another queue',
      ['a', 'before', 'far'],
      'INVALID_PLACE',
      'a and far are not in the same queue',
    ],
    ['a card that is not on the board', ['off', 'after', 'a'], 'INVALID_PLACE', 'off is not on the board'],
    ['a place beside one that is not', ['a', 'after', 'off'], 'INVALID_PLACE', 'off is not on the board'],
    ['an unknown item', ['nobody', 'before', 'a'], 'UNKNOWN_ITEM', 'no work item nobody'],
    ['a place beside an unknown item', ['a', 'before', 'nobody'], 'UNKNOWN_ITEM', 'no work item nobody'],
    ['a place beside itself', ['a', 'before', 'a'], 'INVALID_PLACE', 'a cannot go before itself'],
    [
      'another side',
      ['a', 'above', 'b'],
      'INVALID_PLACE',
      "a card goes before or after another one, not 'above'",
    ],
    ['an empty side', ['a', '', 'b'], 'INVALID_PLACE', "a card goes before or after another one, not ''"],
  ])('refuses %s, by routine and by insert, and changes nothing', async (_, parameters, code, message) => {
    await enter(pool, 'todo', 'a', 'b');
    await enter(pool, 'doing', 'far');
    await pool.query("INSERT INTO work_items (reference) VALUES ('off')");
    const everything = async () => {
      const tables = ['queue_places', 'queue_state', 'placements'];
      return Promise.all(
        tables.map(async (table) => (await pool.query(`SELECT * FROM ${table} ORDER BY 1`))[0]),
      );
    };
    const before = await everything();
    for (const statement of [
      'CALL place_item(?, ?, ?)',
      'INSERT INTO placements (reference, side, other) VALUES (?, ?, ?)',
    ]) {
      const error = await pool.query(statement, parameters).catch((reason) => reason);
      expect(refusalOf(error)).toMatchObject({ code, message });
    }
    expect(await everything()).toEqual(before);
  });

  test.each([
    [[null, 'before', 'b'], 'UNKNOWN_ITEM'],
    [['a', null, 'b'], 'INVALID_PLACE'],
    [['a', 'before', null], 'UNKNOWN_ITEM'],
    [['x'.repeat(500), 'before', 'b'], 'UNKNOWN_ITEM'],
    [['a', 'x'.repeat(500), 'b'], 'INVALID_PLACE'],
  ] as const)('the routine refuses %j by code', async ([reference, side, other], code) => {
    await enter(pool, 'todo', 'a', 'b');
    const error = await place(pool, reference, side, other).catch((reason) => reason);
    expect(refusalOf(error)).toMatchObject({ code });
  });

  test('reorders of neighbouring queues and entries there do not wait for each other', async () => {
    await enter(pool, 'todo', 'a', 'b', 'c');
    await enter(pool, 'doing', 'd', 'e', 'f');
    await enter(pool, 'review', 'g', 'h', 'i');
    await pool.query("INSERT INTO work_items (reference) VALUES ('x'), ('y')");
    const holder = await pool.getConnection();
    const other = await pool.getConnection();
    try {
      await holder.beginTransaction();
      await holder.query("CALL place_item('f', 'before', 'd')");
      await holder.query("CALL place_item('f', 'after', 'e')");
      await other.query('SET innodb_lock_wait_timeout = 1');
      await other.query("INSERT INTO queues (reference, queue_name) VALUES ('x', 'todo'), ('y', 'review')");
      await other.query("CALL place_item('a', 'after', 'x')");
      await other.query("CALL place_item('y', 'before', 'g')");
      await holder.commit();
    } finally {
      // Closed, not released: what failed half-way must not keep its locks.
      holder.destroy();
      other.destroy();
    }
    expect(await wall(pool)).toEqual({
      todo: ['b', 'c', 'x', 'a'],
      doing: ['d', 'e', 'f'],
      review: ['y', 'g', 'h', 'i'],
    });
  });

  test('equals a list in memory after any entries, moves, placements and removals', async () => {
    const cards = ['a', 'b', 'c', 'd', 'e', 'f'];
    const queues = ['todo', 'doing', 'review'];
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.tuple(
          fc.constantFrom('before', 'after'),
          fc.constantFrom(...cards),
          fc.constantFrom(...cards),
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constant('move'), fc.constantFrom(...cards), fc.constantFrom(...queues)),
      },
      { weight: 1, arbitrary: fc.tuple(fc.constant('off'), fc.constantFrom(...cards), fc.constant('')) },
    );
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
      async (steps) => {
        await pool.query('DELETE FROM work_items');
        await enter(pool, 'todo', ...cards);
        const model: Wall = { todo: [...cards], doing: [], review: [] };
        const queueOf = (reference: string) => queues.find((queue) => model[queue]?.includes(reference));
        for (const [what, reference, to] of steps) {
          const [from, there] = [queueOf(reference), queueOf(to)];
          if (what === 'before' || what === 'after') {
            const error = await place(pool, reference, what, to).then(() => null, refusalOf);
            const isFine = from !== undefined && from === there && reference !== to;
            expect(error?.code ?? 'done').toBe(isFine ? 'done' : 'INVALID_PLACE');
            if (isFine) model[from] = placed(model[from] as string[], reference, what, to);
            continue;
          }
          if (what === 'off') await pool.query('DELETE FROM queues WHERE reference = ?', [reference]);
          else if (from === undefined)
            await pool.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, to]);
          else await move(pool, reference, to);
          if (what === 'move' && from === to) continue;
          if (from !== undefined)
            model[from] = (model[from] as string[]).filter((each) => each !== reference);
          if (what === 'move') model[to]?.push(reference);
        }
        const left = Object.fromEntries(Object.entries(model).filter(([, list]) => list.length > 0));
        expect(await wall(pool)).toEqual(left);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });

  test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'stays whole while eight connections reorder and move at random at %s, without a deadlock',
    async (isolation) => {
      const cards = Array.from({ length: 24 }, (_, n) => `r${n}`);
      await enter(pool, 'todo', ...cards);
      const movers = createPool(database.url, { connectionLimit: 8, isolation });
      const errors: unknown[] = [];
      let reordered = 0;
      const run = async () => {
        for (let n = 0; n < 80; n++) {
          try {
            if (Math.random() < 0.3)
              await move(movers, pick(cards), pick(['todo', 'doing', 'review', 'done']));
            else {
              await place(movers, pick(cards), pick(['before', 'after']), pick(cards));
              reordered++;
            }
          } catch (error) {
            if (refusalOf(error)?.code !== 'INVALID_PLACE') errors.push(error);
          }
        }
      };
      await Promise.all(Array.from({ length: 8 }, run));
      await movers.end();
      expect(errors).toEqual([]);
      expect(reordered).toBeGreaterThan(40);
      expect(
        Object.values(await wall(pool))
          .flat()
          .sort(),
      ).toEqual(cards.toSorted());
      const [wrong] = await pool.query(
        `SELECT p.item_id FROM queue_places p LEFT JOIN queues q ON q.item_id = p.item_id
         WHERE p.item_id < 9223372036854775808 AND NOT (p.queue_id <=> q.queue_id)`,
      );
      expect(wrong).toEqual([]);
    },
  );
});

function placed(list: readonly string[], reference: string, side: string, other: string): string[] {
  const rest = list.filter((each) => each !== reference);
  return rest.toSpliced(rest.indexOf(other) + (side === 'after' ? 1 : 0), 0, reference);
}
