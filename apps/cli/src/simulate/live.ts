import { setTimeout as pause } from 'node:timers/promises';
import { now, refusalOf } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { type Queue, readQueues, readStreams } from '../history/streams.ts';
import { createDemand } from './demand.ts';
import { createRandom, type Random } from './random.ts';

const team = ['Anna', 'Bela', 'Chioma', 'Dmitri', 'Elena'] as const;

/** Keeps a board moving by ordinary SQL statements, until the context's signal. Refusals are printed and ignored. */
export async function moveItems(
  pool: Pool,
  { stream, everyMs }: { stream: string; everyMs: number },
  context: Pick<Context, 'signal' | 'print' | 'say'>,
): Promise<void> {
  await readStreams(pool, stream);
  const queues = await readQueues(pool, stream);
  if (queues.length < 2) {
    throw new Refused(
      `The value stream ${stream} has fewer than two queues; run \`kanban simulate\` without --live first.`,
    );
  }
  const random = createRandom(now(), 'live');
  const connection = await pool.getConnection();
  try {
    const actors = (await maySpeakForOthers(connection)) ? team : [null];
    context.say(`Moving items of ${stream}; Ctrl-C stops.`);
    while (!context.signal.aborted) {
      context.print(await moveOnce(connection, stream, queues, actors, random));
      await pause(everyMs, undefined, { signal: context.signal }).catch(() => {});
    }
  } finally {
    connection.release();
  }
}

/** Whether the board accepts other actors from this login (`enforce_actors`); otherwise it moves as the login. */
async function maySpeakForOthers(connection: PoolConnection): Promise<boolean> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT EXISTS (SELECT 1 FROM members WHERE may_speak_for_others
                    AND name = LEFT(USER(), CHAR_LENGTH(USER()) - LOCATE('@', REVERSE(USER())))) AS speaks`,
  );
  return row?.speaks === 1;
}

/** One entry or move; returns a sentence about it. */
async function moveOnce(
  connection: PoolConnection,
  stream: string,
  queues: readonly Queue[],
  actors: readonly (string | null)[],
  random: Random,
): Promise<string> {
  await connection.query('SET @kanban_actor = ?', [random.pick(actors)]);
  try {
    if (random.chance(0.2)) return await enter(connection, stream, queues, random);
    return (
      (await move(connection, stream, queues, random)) ?? (await enter(connection, stream, queues, random))
    );
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return `refused: ${refusal.message}`;
  }
}

async function enter(
  connection: PoolConnection,
  stream: string,
  queues: readonly Queue[],
  random: Random,
): Promise<string> {
  const { shortDesc, type, classOfService, priority, dateDue } = createDemand(now(), random);
  const reference = `LIVE-${now().toString(36).toUpperCase()}`;
  const first = queues[0] as Queue;
  await connection.query(
    `INSERT INTO work_items (reference, short_desc, value_stream, type, class_of_service, priority, date_due)
     VALUES (?, ?, ?, ?, ?, ?, FROM_UNIXTIME(?))`,
    [reference, shortDesc, stream, type, classOfService, priority, dateDue === null ? null : dateDue / 1e6],
  );
  await connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, first.name]);
  return `${reference} enters ${first.name}: ${shortDesc}`;
}

/**
 * Moves the oldest item of a queue that is not blocked: mostly one that can move, from full queues twice as often, and sometimes one that
 * cannot, because people try that too. Undefined if there is none.
 */
async function move(
  connection: PoolConnection,
  stream: string,
  queues: readonly Queue[],
  random: Random,
): Promise<string | undefined> {
  const flow = queues.filter((queue) => queue.kind !== 'dropped');
  const dropped = queues.find((queue) => queue.kind === 'dropped');
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT queue_id AS id, current_wip AS wip, wip_limit >= 0 AND current_wip >= wip_limit AS isFull
     FROM queue_state WHERE value_stream = ?`,
    [stream],
  );
  const states = new Map(rows.map((row) => [row.id as number, { wip: row.wip, isFull: row.isFull === 1 }]));
  const filled = flow.slice(0, -1).filter(({ id }) => (states.get(id)?.wip ?? 0) > 0);
  const canGoOn = filled.filter((queue) => !states.get(flow[flow.indexOf(queue) + 1]?.id ?? 0)?.isFull);
  const candidates = canGoOn.length > 0 && random.chance(0.9) ? canGoOn : filled;
  if (candidates.length === 0) return undefined;
  const { id } = random.pick(
    candidates.flatMap((queue) => (states.get(queue.id)?.isFull ? [queue, queue] : [queue])),
  );
  const at = flow.findIndex((queue) => queue.id === id);
  const from = flow[at] as Queue;
  const isDrop = dropped !== undefined && from.kind === 'backlog' && random.chance(0.1);
  const isBack = at > 1 && random.chance(0.1);
  const to = isDrop ? dropped : ((isBack ? flow[at - 1] : flow[at + 1]) as Queue);
  const [[item]] = await connection.query<RowDataPacket[]>(
    `SELECT q.reference FROM queues q JOIN work_items w ON w.reference = q.reference
     WHERE q.value_stream = ? AND q.queue_name = ? AND w.blocked_reason IS NULL ORDER BY q.moved_at LIMIT 1`,
    [stream, from.name],
  );
  if (!item) return undefined;
  await connection.query('UPDATE queues SET queue_name = ? WHERE reference = ? AND queue_name = ?', [
    to.name,
    item.reference,
    from.name,
  ]);
  return `${item.reference} moves from ${from.name} to ${to.name}`;
}
