import type { Instant } from '@kanban/domain';
import { inTransaction, sqlInstant } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../testing/silent-progress.ts';
import type { HistoryItem, ItemHistory, Step } from './history.ts';
import { HistoryWriter } from './history-writer.ts';
import { beginBulk, endBulk } from './rebuild.ts';
import { findStream, readQueues, type Stream } from './streams.ts';

const kinds = ['backlog', 'buffer', 'active', 'delivered', 'completed', 'dropped'];
const begin = Date.UTC(2026, 0, 5) * 1000;
const fiveMinutes = 300_000_000;

/** Where an item goes, and how many times five minutes later; null: off the board. */
const move = fc.record({ wait: fc.nat(4), to: fc.constantFrom(...kinds, null) });
const board = fc.array(fc.array(move, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 6 });

function historyOf(index: number, moves: readonly { wait: number; to: string | null }[]): ItemHistory[] {
  let at: Instant = begin + index * fiveMinutes;
  let from: string | null = null;
  const steps: Step[] = [];
  for (const { wait, to } of moves) {
    at += wait * fiveMinutes;
    if (to === from) continue;
    steps.push({ at, place: index, from, to, actor: null, reason: null });
    from = to;
  }
  const item: HistoryItem = {
    reference: `I-${index}`,
    shortDesc: '',
    type: 'story',
    classOfService: 'standard',
    priority: 0,
    dateLogged: at,
    dateDue: null,
    assignee: null,
  };
  return steps.length === 0 ? [] : [{ item, known: undefined, steps }];
}

describe.each(serviceDatabases())('projections that an import brings along on $name', (server) => {
  const database = boardTest(server);
  let stream: Stream;
  beforeAll(async () => {
    await database.pool.query("INSERT INTO value_streams (name, time_zone) VALUES ('shop', 'UTC')");
    for (const kind of kinds)
      await database.pool.query(
        "INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ('shop', ?, -1, ?)",
        [kind, kind],
      );
    stream = (await findStream(database.pool, 'shop')) as Stream;
  });

  const rowsOf = async (connection: PoolConnection, sql: string) =>
    (await connection.query<RowDataPacket[]>(sql, [stream.id]))[0];

  async function write(connection: PoolConnection, histories: readonly ItemHistory[]) {
    const writer = await HistoryWriter.begin(connection, stream, await readQueues(connection, 'shop'));
    await writer.addItems(histories);
    await writer.finish(silentProgress);
    writer.close();
  }

  /** Whether the session's end will take them as they are. */
  async function areTaken(connection: PoolConnection): Promise<boolean> {
    const [row] = await rowsOf(connection, 'SELECT are_past_projections(@kanban_bulk, ?) AS is_taken');
    return row?.is_taken === 1;
  }

  async function expectFold(connection: PoolConnection) {
    const flow = (table: string) =>
      rowsOf(
        connection,
        `SELECT item_id, reference, first_audit_id, last_audit_id, entered_at, last_at, committed_at, finished_at, dropped_at,
           location_queue_id, furthest_queue_id, furthest_position, spell_audit_id, is_removed
         FROM ${table} WHERE value_stream_id = ? ORDER BY item_id`,
      );
    const columns =
      'queue_id, interval_start, arrivals, departures, entries, marked, marked_dropped, behind, wip_begun, wip_ended';
    const spells = (table: string) =>
      rowsOf(
        connection,
        `SELECT item_id, begin_audit_id, begin_at, committed_at, end_audit_id, end_at, end_kind
         FROM ${table} WHERE value_stream_id = ? ORDER BY item_id, begin_audit_id`,
      );
    expect(await spells('item_spells')).toEqual(await spells('replay_5_item_spells'));
    expect(await flow('item_flow')).toEqual(await flow('replay_3_item_flow'));
    expect(
      await rowsOf(
        connection,
        `SELECT ${columns} FROM flow_counts WHERE interval_start > '1970-01-01'
         AND queue_id IN (SELECT l.id FROM wip_limits l JOIN value_streams v ON v.name = l.value_stream WHERE v.id = ?)
         ORDER BY queue_id, interval_start`,
      ),
    ).toEqual(
      await rowsOf(
        connection,
        `SELECT ${columns} FROM replay_4_flow_counts WHERE value_stream_id = ? ORDER BY queue_id, interval_start`,
      ),
    );
  }

  /** In a transaction that is rolled back: the stream is always a new one. */
  async function trial(work: (connection: PoolConnection) => Promise<void>) {
    const done = new Error('done');
    await inTransaction(
      database.pool,
      async (connection) => {
        await beginBulk(connection, 'trial');
        await work(connection);
        throw done;
      },
      { isolation: 'READ COMMITTED', retries: 0 },
    ).catch((error) => {
      if (error !== done) throw error;
    });
  }

  test('equal what the views compute from the log, for any history, and stay at the end of the session', async () => {
    await fc.assert(
      fc.asyncProperty(board, async (moves) => {
        const histories = moves.flatMap((each, index) => historyOf(index, each));
        if (histories.length === 0) return;
        await trial(async (connection) => {
          await write(connection, histories);
          expect(await areTaken(connection)).toBe(true);
          await expectFold(connection);
          await endBulk(connection);
          await expectFold(connection);
        });
      }),
      { numRuns: 15 },
    );
  });

  const two = [
    historyOf(0, [{ wait: 0, to: 'active' }]),
    historyOf(1, [{ wait: 1, to: 'delivered' }]),
  ].flat();

  test.each([
    ['an item that is lacking', 'DELETE FROM item_flow WHERE value_stream_id = ? LIMIT 1'],
    ['a spell that is lacking', 'DELETE FROM item_spells WHERE value_stream_id = ? LIMIT 1'],
    ['another last row', 'UPDATE item_flow SET last_audit_id = first_audit_id - 1 WHERE value_stream_id = ?'],
    [
      'entries that nobody counted',
      "DELETE FROM flow_counts WHERE interval_start > '1970-01-02' AND queue_id IN (SELECT id FROM wip_limits WHERE ? > 0)",
    ],
  ])('are made again by the database where they do not fit the log: %s', async (_, damage) => {
    await trial(async (connection) => {
      await write(connection, two);
      await connection.query(damage, [stream.id]);
      expect(await areTaken(connection)).toBe(false);
      await endBulk(connection);
      await expectFold(connection);
    });
  });

  test('are nobody else’s to bring: not outside of bulk work, and not for a stream that has a log', async () => {
    const [[queue]] = await database.pool.query<RowDataPacket[]>(
      "SELECT id FROM wip_limits WHERE queue_name = 'active'",
    );
    const counts = JSON.stringify([[queue?.id, sqlInstant(begin), 1, 0, 1, 1, 0, 0, 0, 0]]);
    await expect(
      database.pool.query('CALL write_past_counts(?, ?)', [stream.id, counts]),
    ).rejects.toMatchObject({ errno: 9120 });
    await trial(async (connection) => {
      await write(connection, two);
      await endBulk(connection);
      await beginBulk(connection, 'later');
      for (const call of ['write_past_flow', 'write_past_counts', 'write_past_spells'])
        await expect(connection.query(`CALL ${call}(?, ?)`, [stream.id, '[]'])).rejects.toMatchObject({
          errno: 9120,
        });
    });
  });

  test('give way to what a mover did meanwhile', async () => {
    await database.pool.query(
      "INSERT INTO work_items (reference, short_desc, value_stream) VALUES ('MOVED', '', 'shop')",
    );
    await trial(async (connection) => {
      await write(connection, two);
      await database.pool.query("INSERT INTO queues (reference, queue_name) VALUES ('MOVED', 'buffer')");
      expect(await areTaken(connection)).toBe(false);
      await endBulk(connection);
      await expectFold(connection);
    });
  });

  test('a card that enters outside bulk work is recorded, with any session variables', async () => {
    await database.pool.query(
      "INSERT INTO work_items (reference, short_desc, value_stream) VALUES ('FORGED', '', 'shop')",
    );
    const connection = await database.pool.getConnection();
    await connection.query('SET @kanban_bulk = 1, @kanban_is_logged = 1');
    await connection.query("INSERT INTO queues (reference, queue_name) VALUES ('FORGED', 'buffer')");
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT to_queue FROM audit_log WHERE reference = 'FORGED'",
    );
    expect(rows).toEqual([{ to_queue: 'buffer' }]);
    connection.destroy();
  });
});
