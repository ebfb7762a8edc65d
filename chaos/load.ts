import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiFailure } from '@kanban/api';
import { createBoardClient } from '@kanban/api/board';
import { createPool, isRetryable } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { insist } from './faults/insist.ts';
import { PERSON, PERSON_TOKEN, type World } from './world/world.ts';

/** Queues with a limit no run reaches: each departure leaves room, and so writes one `queue.slot_available`. */
export const limitedQueues = ['build', 'check', 'release'] as const;
const START = 'ideas';
const MOVERS = 4;
/** So many of them move through the board API, as people do; the others by plain SQL. */
const PEOPLE = 2;
/** Each of them goes on until then, however little the board API is there. */
const MOVES_OF_A_PERSON = 5;
const ITEMS_EACH = 5;

/** What people were told that they did: the queues that an item went to, in order. */
export type Told = ReadonlyMap<string, string[]>;

/**
 * Who hears of a queue's free slots, by queue: of the last one a crowd, so that its list is told in parts. A queue that is not in it
 * is the default recipient's.
 */
export function subscribersOf(crowd: number): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ['check', ['checker@example.test', 'second-checker@example.test']],
    ['release', Array.from({ length: crowd }, (_, n) => `one-of-many-${n}@example.test`)],
  ]);
}

/** A board with items on it, and who is to hear of what, in plain SQL. */
export async function setUpBoard(admin: Pool, crowd: number): Promise<void> {
  const limits = [[START, -1], ...limitedQueues.map((name) => [name, 1_000])];
  await admin.query('INSERT INTO wip_limits (queue_name, wip_limit) VALUES ?', [limits]);
  for (const reference of Array.from({ length: MOVERS }, (_, mover) => itemsOf(mover)).flat()) {
    await admin.query('INSERT INTO work_items (reference, short_desc) VALUES (?, ?)', [
      reference,
      'To and fro',
    ]);
    await admin.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, START]);
  }
  for (const [queue, recipients] of subscribersOf(crowd)) {
    for (const recipient of recipients) {
      await admin.query('INSERT INTO subscriptions (topic, queue_name, recipient) VALUES (?, ?, ?)', [
        'queue.slot_available',
        queue,
        recipient,
      ]);
    }
  }
  await admin.query('INSERT INTO members (name, may_move) VALUES (?, TRUE)', [PERSON]);
  // Each event is to be a message of its own here: with storms merged there is nothing to lose.
  await admin.query("INSERT INTO settings (name, value) VALUES ('storm_window_seconds', '0')");
}

function itemsOf(mover: number): string[] {
  return Array.from({ length: ITEMS_EACH }, (_, n) => `item-${mover}-${n}`);
}

/**
 * Moves items to and fro until there are `events` events, spread over `lengthMs`. What the database refuses for the moment
 * is tried again; whether a move by SQL whose answer was lost happened, the board says. Resolves to what people were told.
 */
export async function writeLoad(
  { moverUrl, boardUrls }: Pick<World, 'moverUrl' | 'boardUrls'>,
  events: number,
  lengthMs: number,
  signal: AbortSignal,
): Promise<Told> {
  const pool = createPool(moverUrl, { connectionLimit: MOVERS, connectTimeoutMs: 2_000 });
  const begunAt = performance.now();
  const told = new Map<string, string[]>();
  let written = 0;

  async function move(reference: string, step: number): Promise<void> {
    const [rows] = await pool.query<RowDataPacket[]>('SELECT queue_name FROM queues WHERE reference = ?', [
      reference,
    ]);
    const isAway = rows[0]?.queue_name !== START;
    const to = isAway ? START : limitedQueues[step % limitedQueues.length];
    await pool.query({
      sql: 'UPDATE queues SET queue_name = ? WHERE reference = ?',
      timeout: 5_000,
      values: [to, reference],
    });
    if (isAway) written++;
  }

  /** With the same key until there is an answer: however often it is sent, it is to be done once. */
  async function moveAsPerson(mover: number, reference: string, step: number): Promise<void> {
    const done = told.get(reference) ?? [];
    told.set(reference, done);
    const from = done.at(-1) ?? START;
    const queue = from === START ? (limitedQueues[step % limitedQueues.length] ?? START) : START;
    const key = randomUUID();
    for (let time = mover; !signal.aborted; time++) {
      const url = boardUrls[time % boardUrls.length] ?? '';
      try {
        const client = createBoardClient({ url, token: () => PERSON_TOKEN, signal, timeoutMs: 8_000 });
        const answer = await client.call('move', { reference, body: { queue, from } }, { key });
        done.push(answer?.queue ?? '');
        if (from !== START) written++;
        return;
      } catch (error) {
        if (!(error instanceof ApiFailure) || !isUnanswered(error)) throw error;
        await pause(50);
      }
    }
  }

  async function moveItems(mover: number): Promise<void> {
    const items = itemsOf(mover);
    const hasMore = (step: number) => written < events || (mover < PEOPLE && step < MOVES_OF_A_PERSON);
    for (let step = 0; !signal.aborted && hasMore(step); step++) {
      try {
        const reference = items[step % items.length] ?? '';
        const turn = Math.floor(step / 2) + mover;
        if (mover < PEOPLE) await moveAsPerson(mover, reference, turn);
        else await move(reference, turn);
      } catch (error) {
        if (signal.aborted) return;
        if (!isForNow(error)) throw error;
        await pause(50);
      }
      const dueMs = (written / events) * lengthMs - (performance.now() - begunAt);
      if (dueMs > 0) await pause(Math.min(dueMs, 1_000), undefined, { signal }).catch(() => {});
    }
  }

  try {
    await Promise.all(Array.from({ length: MOVERS }, (_, mover) => moveItems(mover)));
    // Moves whose answer was lost were counted as not made: the board may have a few events more, never fewer.
    await insist(() => pool.query('SELECT 1'));
    return told;
  } finally {
    await pool.end().catch(() => {});
  }
}

/** Away, or still at the first one: nobody knows whether it was done. */
function isUnanswered({ reason, problem }: ApiFailure): boolean {
  return reason === 'away' || problem?.type?.endsWith(':key-running') === true;
}

function isForNow(error: unknown): boolean {
  return (
    isRetryable(error) || (error as { code?: string }).code === 'PROTOCOL_SEQUENCE_TIMEOUT' || isClosed(error)
  );
}

function isClosed(error: unknown): boolean {
  return /closed state|connection is closed/i.test((error as Error).message);
}
