import { setTimeout as pause } from 'node:timers/promises';
import { createPool, isRetryable } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { insist } from './faults/insist.ts';

/** Queues with a limit no run reaches: each departure leaves room, and so writes one `queue.slot_available`. */
export const limitedQueues = ['build', 'check', 'release'] as const;
const START = 'ideas';
const MOVERS = 4;
const ITEMS_EACH = 5;

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
  // Each event is to be a message of its own here: with storms merged there is nothing to lose.
  await admin.query("INSERT INTO settings (name, value) VALUES ('storm_window_seconds', '0')");
}

function itemsOf(mover: number): string[] {
  return Array.from({ length: ITEMS_EACH }, (_, n) => `item-${mover}-${n}`);
}

/**
 * Moves items to and fro until there are `events` events, spread over `lengthMs`. What the database refuses for the moment
 * is tried again; whether a move whose answer was lost happened, the board says.
 */
export async function writeLoad(
  url: string,
  events: number,
  lengthMs: number,
  signal: AbortSignal,
): Promise<void> {
  const pool = createPool(url, { connectionLimit: MOVERS, connectTimeoutMs: 2_000 });
  const begunAt = performance.now();
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

  async function moveItems(mover: number): Promise<void> {
    const items = itemsOf(mover);
    for (let step = 0; !signal.aborted && written < events; step++) {
      try {
        await move(items[step % items.length] ?? '', Math.floor(step / 2) + mover);
      } catch (error) {
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
  } finally {
    await pool.end().catch(() => {});
  }
}

function isForNow(error: unknown): boolean {
  return (
    isRetryable(error) || (error as { code?: string }).code === 'PROTOCOL_SEQUENCE_TIMEOUT' || isClosed(error)
  );
}

function isClosed(error: unknown): boolean {
  return /closed state|connection is closed/i.test((error as Error).message);
}
