import { type Kind, type Step, spellsOf } from '@kanban/domain';
import { refusalOf } from '@kanban/schema';
import { drift, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import fc from 'fast-check';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const queues: readonly (readonly [name: string, kind: Kind])[] = [
  ['ideas', 'backlog'],
  ['ready', 'buffer'],
  ['doing', 'active'],
  ['live', 'delivered'],
  ['closed', 'completed'],
  ['drop', 'dropped'],
];
const item = fc.nat(3);
const queue = fc.nat(queues.length - 1);
/** Minutes until it happens. */
const pause = fc.integer({ min: 0, max: 40 });
const operations = fc.array(
  fc.record({
    pause,
    what: fc.oneof(
      { weight: 3, arbitrary: fc.record({ verb: fc.constant('enter' as const), item, queue }) },
      { weight: 12, arbitrary: fc.record({ verb: fc.constant('move' as const), item, queue }) },
      {
        weight: 4,
        arbitrary: fc.record({
          verb: fc.constantFrom('remove' as const, 'delete' as const, 'restore' as const),
          item,
        }),
      },
      { weight: 1, arbitrary: fc.record({ verb: fc.constant('erase' as const), item }) },
      {
        weight: 1,
        arbitrary: fc.record({ verb: fc.constantFrom('rename queue' as const, 'rename' as const) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          verb: fc.constant('kind' as const),
          queue,
          kind: fc.constantFrom(...queues.map(([, kind]) => kind)),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ verb: fc.constant('swap' as const), queue: fc.nat(queues.length - 2) }),
      },
    ),
  }),
  { maxLength: 50 },
);
type What = typeof operations extends fc.Arbitrary<{ what: infer T }[]> ? T : never;

describe.each(serviceDatabases())('spells on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  let boards = 0;
  beforeAll(async () => {
    connection = await database.pool.getConnection();
  });
  afterAll(() => connection.release());

  const rowsOf = async (sql: string, streamId: number) =>
    (await connection.query<RowDataPacket[]>(sql, [streamId]))[0];

  /** A stream with queues and items of its own, and what is done to it. */
  async function board() {
    const number = ++boards;
    let stream = `stream-${number}`;
    let renamed = 0;
    const [made] = await connection.query('INSERT INTO value_streams (name) VALUES (?)', [stream]);
    const streamId = (made as { insertId: number }).insertId;
    await connection.query('INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES ?', [
      queues.map(([name, kind]) => [stream, name, -1, kind]),
    ]);
    await connection.query('INSERT INTO work_items (value_stream, reference) VALUES ?', [
      [0, 1, 2, 3].map((n) => [stream, `${number}-${n}`]),
    ]);
    const names = async () =>
      (
        await rowsOf(
          `SELECT l.queue_name FROM wip_limits l JOIN value_streams v ON v.name = l.value_stream WHERE v.id = ? ORDER BY l.id`,
          streamId,
        )
      ).map((row) => row.queue_name as string);
    const inBulk = async (sql: string, values: unknown[]) => {
      await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
      await connection.beginTransaction();
      await connection.query('CALL begin_bulk()');
      await connection.query(sql, values);
      await connection.query('CALL end_bulk()');
      await connection.commit();
    };
    const perform = async (what: What) => {
      const reference = 'item' in what ? `${number}-${what.item}` : '';
      const queueName = 'queue' in what ? (await names())[what.queue] : '';
      switch (what.verb) {
        case 'enter':
          return connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [
            reference,
            queueName,
          ]);
        case 'move':
          return connection.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [
            queueName,
            reference,
          ]);
        case 'remove':
          return connection.query('DELETE FROM queues WHERE reference = ?', [reference]);
        case 'delete':
        case 'restore':
          return connection.query(
            `UPDATE work_items SET deleted_at = ${what.verb === 'delete' ? 'UTC_TIMESTAMP(6)' : 'NULL'} WHERE reference = ?`,
            [reference],
          );
        case 'erase':
          return connection.query('DELETE FROM work_items WHERE reference = ?', [reference]);
        case 'rename queue':
          return connection.query(
            "UPDATE wip_limits SET queue_name = ? WHERE value_stream = ? AND kind = 'active' LIMIT 1",
            [`doing ${++renamed}`, stream],
          );
        case 'rename': {
          const name = `stream-${number}-${++renamed}`;
          await connection.query('UPDATE value_streams SET name = ? WHERE id = ?', [name, streamId]);
          stream = name;
          return;
        }
        case 'kind':
          return inBulk('UPDATE wip_limits SET kind = ? WHERE value_stream = ? AND queue_name = ?', [
            what.kind,
            stream,
            queueName,
          ]);
        case 'swap':
          return inBulk(
            'UPDATE wip_limits SET position = 1000 - position WHERE value_stream = ? AND queue_name = ?',
            [stream, queueName],
          );
      }
    };
    return { streamId, perform };
  }

  /** The domain's own fold of the log. */
  async function foldedSpells(streamId: number) {
    const log = await rowsOf(
      'SELECT item_id, occurred_at, to_queue_id FROM audit_log WHERE value_stream_id = ? ORDER BY id',
      streamId,
    );
    const kinds = await rowsOf(
      'SELECT l.id, l.kind FROM wip_limits l JOIN value_streams v ON v.name = l.value_stream WHERE v.id = ?',
      streamId,
    );
    const byQueue = new Map(kinds.map(({ id, kind }) => [id as number, kind as Kind]));
    return [...Map.groupBy(log, (row) => row.item_id as number)]
      .flatMap(([itemId, rows]) =>
        spellsOf(
          itemId,
          rows.map((row): Step => ({ at: row.occurred_at, queueId: row.to_queue_id })),
          byQueue,
        ),
      )
      .toSorted((a, b) => a.itemId - b.itemId);
  }
  const keptSpells = async (streamId: number) =>
    (
      await rowsOf(
        `SELECT item_id AS itemId, begin_at AS beganAt, committed_at AS committedAt, end_at AS endedAt, end_kind AS outcome
         FROM item_spells WHERE value_stream_id = ? ORDER BY item_id, begin_audit_id`,
        streamId,
      )
    ).map((row) => ({ ...row }));
  /** In progress by the totals to date of the queues, at the end of every quarter hour in which one of them changed. */
  const countedWip = (streamId: number) =>
    rowsOf(
      `SELECT ends.interval_start AS start, CAST(SUM(f.wip_begun) - SUM(f.wip_ended) AS SIGNED) AS wip
       FROM (SELECT DISTINCT f.interval_start, l.value_stream FROM flow_counts f JOIN wip_limits l ON l.id = f.queue_id
             JOIN value_streams v ON v.name = l.value_stream WHERE v.id = ?) ends
       JOIN wip_limits l ON l.value_stream = ends.value_stream
       JOIN flow_counts f ON f.queue_id = l.id AND f.interval_start = (
         SELECT MAX(x.interval_start) FROM flow_counts x WHERE x.queue_id = l.id AND x.interval_start <= ends.interval_start)
       GROUP BY ends.interval_start ORDER BY ends.interval_start`,
      streamId,
    );

  test('are those of the domain’s fold, and counted work in progress those that last, after any history', async () => {
    await fc.assert(
      fc.asyncProperty(operations, async (history) => {
        const { streamId, perform } = await board();
        let clock = 1_700_000_000;
        for (const { pause, what } of history) {
          clock += pause * 60;
          await connection.query(`SET timestamp = ${clock}.5`);
          await perform(what).catch((error) => {
            if (error.errno !== 1062 && refusalOf(error) === undefined) throw error;
          });
        }
        await connection.query('SET timestamp = DEFAULT');
        const spells = await foldedSpells(streamId);
        expect(await keptSpells(streamId)).toEqual(spells);
        for (const { start, wip } of await countedWip(streamId)) {
          const end = start + 900_000_000;
          const lasting = spells.filter(
            ({ beganAt, endedAt }) => beganAt < end && (endedAt === null || endedAt >= end),
          );
          expect([start, wip]).toEqual([start, lasting.length]);
        }
        expect(await drift(database.pool)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test('begin and end as the worked examples say', async () => {
    const { streamId, perform } = await board();
    const day = 86_400;
    const play = async (n: number, ...steps: (readonly [at: number, what: number | 'remove'])[]) => {
      for (const [place, [at, to]] of steps.entries()) {
        await connection.query(`SET timestamp = ${1_700_000_000 + at * day}`);
        await perform(
          to === 'remove'
            ? { verb: 'remove', item: n }
            : { verb: place === 0 ? 'enter' : 'move', item: n, queue: to },
        );
      }
    };
    // F of the board is dropped from a buffer; H goes from the backlog straight to live; I is reopened.
    await play(0, [3, 0], [7, 1], [12, 5]);
    await play(1, [4, 0], [9, 3]);
    await play(2, [0, 0], [1, 1], [2, 2], [4, 3], [5, 2], [7, 3], [8, 4]);
    await play(3, [0, 1], [1, 0], [2, 'remove']);
    await connection.query('SET timestamp = DEFAULT');
    const days = (at: number | null) => at && (at / 1e6 - 1_700_000_000) / day;
    const told = (await keptSpells(streamId)).map((spell) => [
      days(spell.beganAt),
      days(spell.committedAt),
      days(spell.endedAt),
      spell.outcome,
    ]);
    expect(told).toEqual([
      [7, 7, 12, 'dropped'],
      [9, 9, 9, 'finished'],
      [1, 1, 4, 'finished'],
      [5, 1, 7, 'finished'],
      [0, 0, 2, 'removed'],
    ]);
  });
});
