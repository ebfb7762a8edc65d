import type { Kind } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';

export interface Stream {
  readonly id: number;
  readonly name: string;
  readonly timeZone: string;
}

/** A queue to make: `kind` undefined asks the database for its default, `wipLimit` -1 is unlimited. */
export interface NewQueue {
  readonly name: string;
  readonly kind: Kind | undefined;
  readonly wipLimit: number;
}

export interface Queue {
  readonly id: number;
  readonly name: string;
  readonly kind: Kind;
  readonly wipLimit: number;
  readonly position: number;
}

type Connection = Pool | PoolConnection;

/** All value streams, or the named one. Throws Refused if it does not exist, naming the existing ones. */
export async function readStreams(connection: Connection, name?: string): Promise<Stream[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id, name, time_zone FROM value_streams ORDER BY id',
  );
  const streams = rows.map((row) => ({ id: row.id, name: row.name, timeZone: row.time_zone }) as Stream);
  if (name === undefined) return streams;
  const found = streams.filter((stream) => stream.name === name);
  if (found.length === 0) {
    throw new Refused(
      `There is no value stream ${name}; there are: ${streams.map((s) => s.name).join(', ')}.`,
    );
  }
  return found;
}

/** The stream named, or undefined. */
export async function findStream(connection: Connection, name: string): Promise<Stream | undefined> {
  return (await readStreams(connection)).find((stream) => stream.name === name);
}

/** The queues of a stream in its order. */
export async function readQueues(connection: Connection, stream: string): Promise<Queue[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id, queue_name AS name, kind, wip_limit AS wipLimit, position
     FROM wip_limits WHERE value_stream = ? ORDER BY position`,
    [stream],
  );
  return rows.map((row) => ({ ...row }) as Queue);
}

export async function insertStream(connection: Connection, name: string, timeZone: string): Promise<void> {
  await connection.query('INSERT INTO value_streams (name, time_zone) VALUES (?, ?)', [name, timeZone]);
}

/** Adds a queue after the last one of its stream. */
export async function insertQueue(connection: Connection, stream: string, queue: NewQueue): Promise<void> {
  await connection.query(
    'INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES (?, ?, ?, ?)',
    [stream, queue.name, queue.wipLimit, queue.kind ?? null],
  );
}
