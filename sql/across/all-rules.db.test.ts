import { refusalOf } from '@kanban/schema';
import { drift, setSnapshotIsolation, testDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import type { PoolConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardsIn } from '../testing/model/board.ts';
import type { Model, Verdict } from '../testing/model/model.ts';
import { boardInModel } from '../testing/model/shown.ts';
import { people, smallBoard } from '../testing/operations/board.ts';
import { boardInDatabase, orderInDatabase } from '../testing/operations/board-in-database.ts';
import { secondsAt } from '../testing/operations/clock.ts';
import { operationsOn } from '../testing/operations/index.ts';
import type { Operation } from '../testing/operations/operation.ts';
import { bySnapshot, type Step, type Switches, stepsOf, switches } from '../testing/operations/steps.ts';

const connections = 8;
const itemCount = 7;

const operations = operationsOn(itemCount);
const { items, cards, rules, bulk } = operations;

describe.each(testDatabases())('all rules at once on $name', (server) => {
  const database = boardTest(server, { isNew: true, pretendedClock: true });
  let clients: PoolConnection[];
  let streams = 0;
  let plays = 0;
  beforeAll(async () => {
    clients = await Promise.all(Array.from({ length: connections }, () => database.pool.getConnection()));
    await database.pool.query(
      "INSERT INTO members (name, may_fast_track, may_speak_for_others) VALUES ('root', FALSE, TRUE), ('ann', TRUE, FALSE)",
    );
    await database.pool.query(
      "INSERT INTO settings (name, value) VALUES ('stale_backlog_days', 'off'), ('complete_after_days', 'off')",
    );
  });
  afterAll(() => {
    for (const client of clients) client.release();
  });

  /** A stream of its own with a small board and seven items, all but one on it; and the model of it. */
  const makeBoard = async (switched: Switches): Promise<Model> => {
    const stream = `s${++streams}`;
    await database.pool.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
    await database.pool.query('INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ?', [
      smallBoard.map(({ base, limit, kind }) => [stream, base, limit, kind]),
    ]);
    const model: Model = {
      stream,
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
      day: 0,
      log: [],
      history: [],
      blocks: [],
      told: [],
    };
    const client = clients[0] as PoolConnection;
    for (const each of switched) await play(client, model, rules.switch.of(each));
    for (let n = 0; n < itemCount; n++) {
      await play(client, model, items.log.of({ item: n, assignee: people[n % 4] ?? null }));
    }
    for (const [item, queue] of [0, 0, 1, 2, 3, 4].entries()) {
      await play(client, model, cards.enter.of({ item, queue }));
    }
    return model;
  };

  /** Does the operation, and holds what became of it against what the model says. */
  const play = async (client: PoolConnection, model: Model, each: Operation) => {
    await client.query('SET timestamp = ?', [secondsAt(model.day) + (plays++ % 40_000)]);
    const statements = each.statements(model);
    const verdict = each.predict(model);
    let error: unknown;
    for (const { sql, values } of statements) {
      await client.query(sql, values as unknown[]).catch((reason) => {
        error = reason;
      });
    }
    const operation = [each.name, each.fields];
    const told = { operation, is: codeOf(error) };
    if (verdict.length === 0) expect(told).toEqual({ operation, is: 'done' });
    else
      expect({ ...told, expected: verdict }).toEqual({
        ...told,
        expected: expect.arrayContaining([told.is]),
      });
    const isInBulk = [...model.items.values()].some((item) => item.heldFor !== null);
    if (!isInBulk && model.queues.some((queue) => queue.isUnsure)) await adoptOrder(client, model);
  };

  /** Where a card comes back to between others that were put in a new order meanwhile, nobody promised. */
  const adoptOrder = async (client: PoolConnection, model: Model) => {
    const order = await orderInDatabase(client, model.stream);
    for (const queue of model.queues.filter((each) => each.isUnsure)) {
      const inOrder = order.get(queue.name) ?? [];
      expect(inOrder.toSorted()).toEqual(cardsIn(model, queue).toSorted());
      const ghosts = queue.cards.filter((card) => !inOrder.includes(card));
      queue.cards = [...inOrder, ...ghosts];
      queue.isUnsure = ghosts.length > 0;
    }
  };

  const take = async (model: Model, each: Step) => {
    const client = clients[each.connection] as PoolConnection;
    if (each.kind === 'one') return play(client, model, each.operations[0]);
    const byOthers = async (others: readonly { connection: number; operation: Operation }[]) => {
      for (const other of others) {
        if (other.connection === each.connection) continue;
        // Where a card of bulk work stands among the others is open until its end.
        if (each.kind === 'bulk' && other.operation.name === 'place') continue;
        await play(clients[other.connection] as PoolConnection, model, other.operation);
      }
    };
    if (each.kind === 'bulk') {
      await play(client, model, each.operations[0]);
      await byOthers(each.others);
      return play(client, model, bulk.end.of({}));
    }
    // The statement's own row may have changed: the rules are asked behind an old snapshot where the server lets it through.
    await setSnapshotIsolation(client, 'OFF');
    await client.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    if (each.kind === 'late') await byOthers(each.others);
    const before = structuredClone(model);
    for (const one of each.operations) {
      if (each.kind === 'late' && bySnapshot.has(one.name)) continue;
      await play(client, model, one);
    }
    await client.query(each.kind === 'rollback' ? 'ROLLBACK' : 'COMMIT');
    await setSnapshotIsolation(client, 'DEFAULT');
    if (each.kind === 'rollback') Object.assign(model, before);
  };

  describe('The database keeps every rule', () => {
    test('a board does what a model of it in memory does, for any statements of eight connections in turn', {
      timeout: 100_000,
    }, async () => {
      const check = async (model: Model) =>
        expect(await boardInDatabase(database.pool, model.stream)).toEqual(boardInModel(model, people));
      await fc.assert(
        fc.asyncProperty(switches, stepsOf(operations, connections), async (switched, steps) => {
          const model = await makeBoard(switched);
          for (const [index, each] of steps.entries()) {
            await take(model, each).catch(async (error) => {
              for (const client of clients) await client.query('ROLLBACK');
              throw error;
            });
            if (index % 15 === 14) await check(model);
          }
          await check(model);
        }),
        { numRuns: 8, endOnFailure: true },
      );
      expect(await drift(database.pool)).toEqual([]);
    });
  });
});

function codeOf(error: unknown): Verdict[number] | 'done' | string {
  if (error === undefined) return 'done';
  const { errno, message } = error as { errno?: number; message: string };
  return refusalOf(error)?.code ?? (errno === 1062 ? 'DUPLICATE' : message);
}
