import type { PoolConnection } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import {
  findStream,
  insertQueue,
  insertStream,
  type NewQueue,
  type Queue,
  readQueues,
  type Stream,
} from '../history/streams.ts';
import { noneQueue } from './make-chain.ts';

/** The stream named, made when it is not there. Throws Refused when it has another zone than the one asked for. */
export async function ensureStream(
  connection: PoolConnection,
  name: string,
  timeZone: string | undefined,
): Promise<Stream> {
  const present = await findStream(connection, name);
  if (!present) {
    await insertStream(connection, name, timeZone ?? 'UTC');
    return (await findStream(connection, name)) as Stream;
  }
  if (timeZone !== undefined && timeZone !== present.timeZone) {
    const queues = await readQueues(connection, name);
    if (queues.length > 0)
      throw new Refused(`The value stream ${name} is in ${present.timeZone}, not in ${timeZone}.`);
    await connection.query('UPDATE value_streams SET time_zone = ? WHERE id = ?', [timeZone, present.id]);
    return { ...present, timeZone };
  }
  return present;
}

/** Adds missing queues after the others. Throws Refused if one exists with another kind. */
export async function ensureQueues(
  connection: PoolConnection,
  stream: Stream,
  wanted: readonly NewQueue[],
): Promise<void> {
  const present = new Map((await readQueues(connection, stream.name)).map((queue) => [queue.name, queue]));
  for (const queue of wanted) {
    const same = present.get(queue.name);
    if (!same) await insertQueue(connection, stream.name, queue);
    else if (queue.kind !== undefined && queue.kind !== same.kind) {
      throw new Refused(
        `The queue ${queue.name} of ${stream.name} is of kind ${same.kind}, not ${queue.kind}.`,
      );
    }
  }
}

/** Adds the queue `(none)` before all others, unless the stream has it. The caller is in bulk work. */
export async function ensureNoneQueue(connection: PoolConnection, stream: Stream): Promise<void> {
  const queues = await readQueues(connection, stream.name);
  if (queues.some((queue) => queue.name === noneQueue)) return;
  const first = (queues[0] as Queue).position;
  if (first === 0) {
    await connection.query(
      'UPDATE wip_limits SET position = position + 1 WHERE value_stream = ? ORDER BY position DESC',
      [stream.name],
    );
  }
  await connection.query(
    "INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind, position) VALUES (?, ?, -1, 'backlog', ?)",
    [stream.name, noneQueue, Math.max(0, first - 1)],
  );
}
