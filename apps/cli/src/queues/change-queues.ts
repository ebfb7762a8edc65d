import { inTransaction, type Kind } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import { endBulk } from '../history/rebuild.ts';
import { insertQueue, type NewQueue, type Queue, readQueues, type Stream } from '../history/streams.ts';
import type { Progress } from '../terminal/progress.ts';
import { arrange, type Place, renumber } from './arrange.ts';

/** Adds a queue after the last one, or at a position. */
export async function addQueue(
  pool: Pool,
  stream: Stream,
  queue: NewQueue,
  place: Place | undefined,
  progress: Progress,
): Promise<void> {
  if (place === undefined) return insertQueue(pool, stream.name, queue);
  await inBulk(pool, stream, progress, async (connection) => {
    await insertQueue(connection, stream.name, queue);
    await renumber(connection, arrange(await readQueues(connection, stream.name), queue.name, place));
  });
}

/** Moves a queue to another position in its stream, and computes the stream's history again. */
export async function reorderQueue(
  pool: Pool,
  stream: Stream,
  queue: Queue,
  place: Place,
  progress: Progress,
): Promise<void> {
  await inBulk(pool, stream, progress, async (connection) => {
    await renumber(connection, arrange(await readQueues(connection, stream.name), queue.name, place));
  });
}

/** Changes the kind of a queue, and computes the stream's history again. */
export async function setKind(
  pool: Pool,
  stream: Stream,
  queue: Queue,
  kind: Kind,
  progress: Progress,
): Promise<void> {
  await inBulk(pool, stream, progress, async (connection) => {
    await connection.query('UPDATE wip_limits SET kind = ? WHERE id = ?', [kind, queue.id]);
  });
}

/**
 * Renames a queue; triggers change the name everywhere except in history. Returns the number of active subscriptions to
 * the old name in every stream, which stay if another stream has a queue of that name.
 */
export async function renameQueue(pool: Pool, queue: Queue, name: string): Promise<number> {
  return inTransaction(pool, async (connection) => {
    await connection.query('UPDATE wip_limits SET queue_name = ? WHERE id = ?', [name, queue.id]);
    const [[left]] = await connection.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS count FROM subscriptions WHERE value_stream IS NULL AND queue_name = ? AND is_active',
      [queue.name],
    );
    return Number(left?.count);
  });
}

/** Deletes a queue; the database refuses one that holds items or has history. */
export async function removeQueue(pool: Pool, queue: Queue): Promise<void> {
  await pool.query('DELETE FROM wip_limits WHERE id = ?', [queue.id]);
}

/**
 * Kind and position decide how history is read, so they change between begin_bulk and end_bulk, which rebuilds, in one
 * transaction: charts show the old state until it commits. The locks come in the order of every mover (queues of the
 * stream, items, counters), so no mover deadlocks.
 */
async function inBulk(
  pool: Pool,
  { id, name }: Stream,
  progress: Progress,
  work: (connection: PoolConnection) => Promise<void>,
): Promise<void> {
  const locks: [string, unknown][] = [
    ['SELECT id FROM wip_limits WHERE value_stream = ? ORDER BY id FOR UPDATE', name],
    ['SELECT item_id FROM item_state WHERE value_stream_id = ? ORDER BY item_id FOR UPDATE', id],
    ['SELECT queue_id FROM queue_state WHERE value_stream = ? ORDER BY queue_id FOR UPDATE', name],
  ];
  try {
    await inTransaction(
      pool,
      async (connection) => {
        progress.stage(`Waiting for moves in ${name}`);
        await connection.query('CALL begin_bulk()');
        for (const [sql, value] of locks)
          await connection.query(`SELECT COUNT(*) FROM (${sql}) locked`, [value]);
        await work(connection);
        progress.stage(`Computing the history of ${name} again`);
        await endBulk(connection);
      },
      { isolation: 'READ COMMITTED' },
    );
  } finally {
    progress.end();
  }
}

/** The named queue. Throws Refused if the stream does not have it, naming its queues. */
export async function findQueue(pool: Pool, stream: Stream, name: string): Promise<Queue> {
  const queues = await readQueues(pool, stream.name);
  const found = queues.find((queue) => queue.name === name);
  if (found) return found;
  const names = queues.map((queue) => queue.name).join(', ') || 'none';
  throw new Refused(`There is no queue ${name} in ${stream.name}; there are: ${names}.`);
}

/** Throws Refused when the stream has a queue of that name. */
export async function refuseTaken(pool: Pool, stream: Stream, name: string): Promise<void> {
  const queues = await readQueues(pool, stream.name);
  if (queues.some((queue) => queue.name === name)) throw new Refused(`${stream.name} has a queue ${name}.`);
}
