import { refusalOf } from '@kanban/schema';
import { boardQueues, drift, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { untilWaiting } from '@kanban/schema/testing/until-waiting';
import fc from 'fast-check';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const item = fc.nat({ max: 5 });
const queue = fc.constantFrom(...boardQueues.map(([name]) => name));
/** Seconds until the next statement: mostly minutes to days, sometimes nothing, sometimes a clock set back. */
const pause = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 100_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -100_000, max: -1 }) },
);
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('enter' as const), item, queue, pause }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('move' as const), item, queue, pause }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move all' as const), item, queue, pause }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), item, queue, pause }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function statementFor(stream: string, { kind, item, queue }: Operation): string {
  const reference = `${stream}-${item}`;
  switch (kind) {
    case 'enter':
      return `INSERT INTO queues (reference, queue_name) VALUES ('${reference}', '${queue}')`;
    case 'move':
      return `UPDATE queues SET queue_name = '${queue}' WHERE reference = '${reference}'`;
    case 'move all':
      return `UPDATE queues SET queue_name = '${queue}' WHERE value_stream = '${stream}' ORDER BY reference`;
    case 'remove':
      return `DELETE FROM queues WHERE reference = '${reference}'`;
  }
}

describe.each(serviceDatabases())('projections on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  let streams = 0;
  beforeAll(async () => {
    connection = await database.pool.getConnection();
  });
  afterAll(() => connection.release());

  const play = async (operations: readonly Operation[]) => {
    const stream = `stream-${++streams}`;
    await connection.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
    const queues = boardQueues.map(([name, limit]) => [stream, name, limit]);
    await connection.query('INSERT INTO wip_limits (value_stream, queue_name, wip_limit) VALUES ?', [queues]);
    const items = Array.from({ length: 6 }, (_, n) => [stream, `${stream}-${n}`]);
    await connection.query('INSERT INTO work_items (value_stream, reference) VALUES ?', [items]);
    let clock = 1_700_000_000;
    for (const each of operations) {
      clock += each.pause;
      await connection.query(`SET timestamp = ${clock}.25`);
      await connection.query(statementFor(stream, each)).catch((error) => {
        const alreadyThere = error.errno === 1062;
        if (!alreadyThere && refusalOf(error)?.code !== 'QUEUE_FULL') throw error;
      });
    }
    await connection.query('SET timestamp = DEFAULT');
    return stream;
  };

  describe('The log tells all', () => {
    test('kept by the triggers equal a replay of the log, row for row, after any history and with clocks set back', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { maxLength: 60 }), async (operations) => {
          await play(operations);
          expect(await drift(database.pool)).toEqual([]);
        }),
        { numRuns: 15 },
      );
    });

    test('are made again by rebuild_projections as they were', async () => {
      const dump = async () => {
        const tables = [
          'visits',
          'item_flow',
          'item_spells',
          'flow_counts',
          '(SELECT queue_id, current_wip FROM queue_state) counters',
        ];
        return Promise.all(
          tables.map(async (table) => (await connection.query(`SELECT * FROM ${table} ORDER BY 1, 2`))[0]),
        );
      };
      const changes = async () => {
        const [[row]] = await connection.query<RowDataPacket[]>(
          'SELECT MIN(moves) AS fewest FROM queue_state',
        );
        return row?.fewest as number;
      };
      const kept = await dump();
      const changesBefore = await changes();
      await connection.query('UPDATE queue_state SET current_wip = current_wip + 7');
      await connection.query(
        'UPDATE item_flow SET finished_at = NULL, furthest_queue_id = 1, spell_audit_id = 1',
      );
      await connection.query('UPDATE item_spells SET end_at = NULL, committed_at = begin_at');
      await connection.query('DELETE FROM visits LIMIT 5');
      await connection.query('UPDATE flow_counts SET arrivals = 3, wip_begun = 3');
      expect(await dump()).not.toEqual(kept);

      const [ids] = await connection.query<RowDataPacket[]>('SELECT id FROM value_streams');
      await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
      for (const { id } of ids) {
        await connection.beginTransaction();
        await connection.query('CALL rebuild_projections(?)', [id]);
        await connection.commit();
      }
      expect(await dump()).toEqual(kept);
      // Readers tell by it that their answers may have changed.
      expect(await changes()).toBeGreaterThan(changesBefore);
    });
  });

  test('an item removed when finished stays finished, removed before counts as dropped, and may come back', async () => {
    const at = (kind: Operation['kind'], queue: Operation['queue']) =>
      ({ kind, item: 0, queue, pause: 3600 }) as Operation;
    const flowOf = async (stream: string) => {
      const [[row]] = await connection.query<RowDataPacket[]>(
        `SELECT finished_at IS NOT NULL AS finished, dropped_at IS NOT NULL AS dropped, is_removed AS removed
         FROM item_flow WHERE reference = ?`,
        [`${stream}-0`],
      );
      return row;
    };
    const delivered = [at('enter', 'backlog'), at('move', 'production'), at('remove', 'backlog')];
    expect(await flowOf(await play(delivered))).toEqual({ finished: 1, dropped: 0, removed: 1 });
    expect(await flowOf(await play([...delivered, at('enter', 'test')]))).toEqual({
      finished: 0,
      dropped: 0,
      removed: 0,
    });
    expect(await flowOf(await play([at('enter', 'test'), at('remove', 'test')]))).toEqual({
      finished: 0,
      dropped: 1,
      removed: 1,
    });
    expect(await drift(database.pool)).toEqual([]);
  });

  test('a queue with history changes its kind together with a rebuild, and the session is an ordinary one again', async () => {
    const stream = await play([
      { kind: 'enter', item: 0, queue: 'backlog', pause: 60 },
      { kind: 'move', item: 0, queue: 'triage', pause: 60 },
    ]);
    const committedAt = async () => {
      const [[row]] = await connection.query<RowDataPacket[]>(
        'SELECT committed_at FROM item_flow WHERE reference = ?',
        [`${stream}-0`],
      );
      return row?.committed_at;
    };
    expect(await committedAt()).not.toBeNull();
    await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    await connection.query('CALL begin_bulk()');
    await connection.query(
      "UPDATE wip_limits SET kind = 'backlog' WHERE value_stream = ? AND queue_name = 'triage'",
      [stream],
    );
    await connection.query('CALL end_bulk()');
    await connection.commit();
    expect(await committedAt()).toBeNull();
    expect(await drift(database.pool)).toEqual([]);
    const again = connection.query(
      "UPDATE wip_limits SET kind = 'buffer' WHERE value_stream = ? AND queue_name = 'triage'",
      [stream],
    );
    expect(refusalOf(await again.catch((error) => error))?.code).toBe('QUEUE_HAS_HISTORY');
  });

  test.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'count what was committed while the first move of a quarter hour waited, at %s',
    async (isolation) => {
      const stream = `stream-${++streams}`;
      await connection.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
      await connection.query(
        "INSERT INTO wip_limits (value_stream, queue_name, kind) VALUES (?, 'to do', 'backlog'), (?, 'doing', 'active')",
        [stream, stream],
      );
      await connection.query('INSERT INTO work_items (value_stream, reference) VALUES (?, ?), (?, ?)', [
        stream,
        `${stream}-a`,
        stream,
        `${stream}-b`,
      ]);
      await connection.query('SET timestamp = 1700000000');
      await connection.query("INSERT INTO queues (reference, queue_name) VALUES (?, 'to do'), (?, 'to do')", [
        `${stream}-a`,
        `${stream}-b`,
      ]);
      await connection.beginTransaction();
      await connection.query("UPDATE queues SET queue_name = 'doing' WHERE reference = ?", [`${stream}-a`]);
      const late = await database.pool.getConnection();
      await late.query(`SET SESSION TRANSACTION ISOLATION LEVEL ${isolation}`);
      await late.query('SET timestamp = 1700001000');
      const moving = late.query("UPDATE queues SET queue_name = 'doing' WHERE reference = ?", [
        `${stream}-b`,
      ]);
      await untilWaiting(database.pool, late);
      await connection.commit();
      await moving;
      late.destroy();
      await connection.query('SET timestamp = DEFAULT');
      expect(await drift(database.pool)).toEqual([]);
    },
  );
});
