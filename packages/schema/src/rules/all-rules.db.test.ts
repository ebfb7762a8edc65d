import fc from 'fast-check';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalOf } from '../refusals.ts';
import { createTestDatabase, drift, type TestDatabase, testDatabases } from '../testing/index.ts';
import { cardsIn, inProgress, type Model, openDependencies, type Verdict } from './model-board.ts';
import { type Operation, operationsOn, predict, smallBoard, statementsFor } from './random-operations.ts';

const connections = 8;
const itemCount = 7;
const people = ['ann', 'bob', 'Cléo 🐝'];

const { cardOperation, operation } = operationsOn(itemCount);
const connection = fc.nat({ max: connections - 1 });
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('one' as const), connection, operations: fc.tuple(operation) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('commit' as const, 'rollback' as const),
      connection,
      operations: fc.array(operation, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    // One of whose snapshot is older than what the others did meanwhile.
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('late' as const),
      connection,
      others: fc.array(fc.record({ connection, operation: cardOperation }), { minLength: 1, maxLength: 3 }),
      operations: fc.array(cardOperation, { minLength: 1, maxLength: 2 }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe.each(testDatabases())('all rules at once on $name', (server) => {
  let database: TestDatabase;
  let clients: PoolConnection[];
  let streams = 0;
  beforeAll(async () => {
    database = await createTestDatabase(server);
    clients = await Promise.all(Array.from({ length: connections }, () => database.pool.getConnection()));
    await database.pool.query(
      "INSERT INTO members (name, may_fast_track, may_speak_for_others) VALUES ('root', FALSE, TRUE), ('ann', TRUE, FALSE)",
    );
  });
  afterAll(async () => {
    for (const client of clients) client.release();
    await database.drop();
  });

  /** A stream of its own with a small board and seven items, four of them on it; and the model of it. */
  const makeBoard = async (): Promise<{ stream: string; model: Model }> => {
    const stream = `s${++streams}`;
    await database.pool.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
    await database.pool.query('INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ?', [
      smallBoard.map(({ base, limit, kind }) => [stream, base, limit, kind]),
    ]);
    const model: Model = {
      queues: smallBoard.map(({ base, kind, limit }, key) => ({
        key,
        name: base,
        kind,
        limit,
        cards: [],
        isUnsure: false,
      })),
      items: new Map(),
      transitions: new Set(),
      personLimits: new Map(),
      settings: new Map(),
      fastTrackers: ['ann'],
      auditRows: 0,
    };
    for (let n = 0; n < itemCount; n++) {
      const assignee = people[n % 4] ?? null;
      await play(clients[0] as PoolConnection, stream, model, {
        kind: 'log',
        item: n,
        assignee,
      } as Operation);
      if (n < 4)
        await play(clients[0] as PoolConnection, stream, model, {
          kind: 'enter',
          item: n,
          queue: 0,
        } as Operation);
    }
    return { stream, model };
  };

  /** Does the operation, and holds what became of it against what the model says. */
  const play = async (client: PoolConnection, stream: string, model: Model, each: Operation) => {
    const statements = statementsFor(model, stream, each);
    const verdict = predict(model, stream, each);
    let error: unknown;
    for (const { sql, values } of statements) {
      await client.query(sql, values as unknown[]).catch((reason) => {
        error = reason;
      });
    }
    const told = { operation: each, is: codeOf(error) };
    if (verdict.length === 0) expect(told).toEqual({ operation: each, is: 'done' });
    else
      expect({ ...told, expected: verdict }).toEqual({
        ...told,
        expected: expect.arrayContaining([told.is]),
      });
    const unsure = model.queues.find((queue) => queue.isUnsure);
    if (each.kind === 'restore' && verdict.length === 0 && unsure) await adoptOrder(client, stream, model);
  };

  const orderOf = async (client: PoolConnection, stream: string) => {
    const [rows] = await client.query<RowDataPacket[]>(
      `SELECT q.queue_name AS queue, q.reference FROM queues q JOIN queue_places p ON p.item_id = q.item_id
       WHERE q.value_stream = ? ORDER BY p.place_rank, p.item_id`,
      [stream],
    );
    return Map.groupBy(rows, (row) => row.queue as string);
  };

  /** Where a card comes back to between others that were put in a new order meanwhile, nobody promised. */
  const adoptOrder = async (client: PoolConnection, stream: string, model: Model) => {
    const order = await orderOf(client, stream);
    for (const queue of model.queues.filter((each) => each.isUnsure)) {
      const cards = (order.get(queue.name) ?? []).map((row) => row.reference as string);
      expect(cards.toSorted()).toEqual(cardsIn(model, queue).toSorted());
      const ghosts = queue.cards.filter((card) => !cards.includes(card));
      queue.cards = [...cards, ...ghosts];
      queue.isUnsure = ghosts.length > 0;
    }
  };

  const take = async (stream: string, model: Model, each: Step) => {
    const client = clients[each.connection] as PoolConnection;
    if (each.kind === 'one') return play(client, stream, model, each.operations[0]);
    await client.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    if (each.kind === 'late') {
      for (const other of each.others) {
        if (other.connection !== each.connection)
          await play(clients[other.connection] as PoolConnection, stream, model, other.operation);
      }
    }
    const before = structuredClone(model);
    for (const one of each.operations) {
      // A card is placed where the mover saw it; who sees an old snapshot is told to look again.
      if (each.kind === 'late' && one.kind === 'place') continue;
      await play(client, stream, model, one);
    }
    await client.query(each.kind === 'rollback' ? 'ROLLBACK' : 'COMMIT');
    if (each.kind === 'rollback') Object.assign(model, before);
  };

  const boardInDatabase = async (stream: string) => {
    const order = await orderOf(database.pool as unknown as PoolConnection, stream);
    const read = async (sql: string) => (await database.pool.query<RowDataPacket[]>(sql, [stream]))[0];
    const queues = await read(
      'SELECT queue_name, current_wip FROM queue_state WHERE value_stream = ? ORDER BY queue_id',
    );
    const persons = await read(
      `SELECT p.assignee, p.current_wip FROM person_wip p JOIN value_streams v ON v.id = p.value_stream_id
       WHERE v.name = ? AND p.current_wip > 0`,
    );
    const items = await read(
      `SELECT w.reference, s.open_dependencies, s.is_committed, s.is_finished, s.is_blocked, s.is_deleted
       FROM work_items w JOIN item_state s ON s.item_id = w.id WHERE w.value_stream = ? ORDER BY w.reference`,
    );
    const [[audit]] = await database.pool.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS count FROM audit_log a JOIN value_streams v ON v.id = a.value_stream_id WHERE v.name = ?',
      [stream],
    );
    return {
      queues: queues.map(({ queue_name, current_wip }) => [
        queue_name,
        current_wip,
        (order.get(queue_name) ?? []).map((row) => row.reference),
      ]),
      people: Object.fromEntries(persons.map((row) => [row.assignee, row.current_wip])),
      items: items.map((row) => Object.values(row)),
      auditRows: audit?.count,
    };
  };

  const boardInModel = (model: Model) => ({
    queues: model.queues.map((queue) => [queue.name, cardsIn(model, queue).length, cardsIn(model, queue)]),
    people: Object.fromEntries(
      people.map((name) => [name, inProgress(model, name)] as const).filter(([, count]) => count > 0),
    ),
    items: [...model.items]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reference, item]) => [
        reference,
        openDependencies(model, item).length,
        Number(item.isCommitted),
        Number(item.isFinished),
        Number(item.isBlocked),
        Number(item.isDeleted),
      ]),
    auditRows: model.auditRows,
  });

  test('a board does what a model of it in memory says, whatever eight connections do in turn', {
    timeout: 100_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 90, size: 'max' }), async (steps) => {
        const { stream, model } = await makeBoard();
        for (const [index, each] of steps.entries()) {
          await take(stream, model, each).catch(async (error) => {
            for (const client of clients) await client.query('ROLLBACK');
            throw error;
          });
          if (index % 10 === 9) expect(await boardInDatabase(stream)).toEqual(boardInModel(model));
        }
        expect(await boardInDatabase(stream)).toEqual(boardInModel(model));
      }),
      { numRuns: 15, endOnFailure: true },
    );
    expect(await drift(database.pool)).toEqual([]);
  });
});

function codeOf(error: unknown): Verdict[number] | 'done' | string {
  if (error === undefined) return 'done';
  const { errno, message } = error as { errno?: number; message: string };
  return refusalOf(error)?.code ?? (errno === 1062 ? 'DUPLICATE' : message);
}
