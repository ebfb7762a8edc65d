import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';

/** Letters changed in one transaction, so that a hundred thousand of them lock nobody out. */
const STEP = 500;

/** Letters of one step, locked, with those they carry and the events of all. Each in the order of its ids. */
interface Locked {
  readonly ids: readonly number[];
  readonly memberIds: readonly number[];
  readonly eventIds: readonly number[];
}

/**
 * Sends dead letters again: as new rounds with all their attempts, due now, and their events open again; dropped ones are
 * so no more. Throws Refused when one of them is not dead: nothing of its step was changed then. Returns how many.
 */
export async function retryDeadLetters(pool: Pool, ids: readonly number[]): Promise<number> {
  return inSteps(pool, ids, async (connection, letters) => {
    await connection.query(
      `INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said)
       SELECT id, attempts, 'retried', CONCAT('sent again by ', current_actor()) FROM deliveries WHERE id IN (?)`,
      [letters.ids],
    );
    await connection.query(
      `UPDATE deliveries FORCE INDEX (PRIMARY)
       SET dropped_at = NULL, dropped_by = NULL, dropped_reason = NULL,
           state = 'pending', round = round + 1, attempts = 0, due_at = UTC_TIMESTAMP(6), queued_at = NULL,
           settled_at = NULL, claim_token = NULL, claim_expires_at = NULL
       WHERE id IN (?)`,
      [letters.ids],
    );
    // What a digest carries goes with it.
    if (letters.memberIds.length > 0)
      await connection.query(
        `UPDATE deliveries FORCE INDEX (PRIMARY)
         SET dropped_at = NULL, dropped_by = NULL, dropped_reason = NULL,
             state = 'collected', settled_at = NULL, due_at = UTC_TIMESTAMP(6)
         WHERE id IN (?) AND state = 'dead'`,
        [letters.memberIds],
      );
    await connection.query(
      'UPDATE outbox_events FORCE INDEX (PRIMARY) SET processed_at = NULL WHERE id IN (?)',
      [letters.eventIds],
    );
  });
}

/**
 * Takes dead letters off the list for `reason`, which is kept beside who did it; they are not sent again and may be pruned.
 * One that was dropped before keeps its reason. Throws Refused as retryDeadLetters does. Returns how many.
 */
export async function dropDeadLetters(pool: Pool, ids: readonly number[], reason: string): Promise<number> {
  return inSteps(pool, ids, async (connection, letters) => {
    await connection.query(
      `UPDATE deliveries FORCE INDEX (PRIMARY)
       SET dropped_at = UTC_TIMESTAMP(6), dropped_by = current_actor(), dropped_reason = ?
       WHERE id IN (?) AND state = 'dead' AND dropped_at IS NULL`,
      [reason, inOrder([...letters.ids, ...letters.memberIds])],
    );
  });
}

/** All that are named must be dead before the first is changed; each step judges its own again with the rows locked. */
async function inSteps(
  pool: Pool,
  ids: readonly number[],
  change: (connection: PoolConnection, letters: Locked) => Promise<void>,
): Promise<number> {
  const all = inOrder(ids);
  const steps = Array.from({ length: Math.ceil(all.length / STEP) }, (_, step) =>
    all.slice(step * STEP, (step + 1) * STEP),
  );
  for (const step of steps) {
    const [rows] = await pool.query<RowDataPacket[]>('SELECT id, state FROM deliveries WHERE id IN (?)', [
      step,
    ]);
    mustBeDead(rows, step);
  }
  for (const step of steps) {
    const work = async (connection: PoolConnection) => change(connection, await lock(connection, step));
    await inTransaction(pool, work, { isolation: 'READ COMMITTED' });
  }
  return all.length;
}

/** Events before deliveries, as the relay's fan-out, and each by primary key: who goes another way ends in deadlocks. */
async function lock(connection: PoolConnection, ids: readonly number[]): Promise<Locked> {
  const [found] = await connection.query<RowDataPacket[]>(
    `SELECT id, event_id AS eventId FROM deliveries WHERE id IN (?)
     UNION SELECT id, event_id FROM deliveries WHERE carried_by IN (?) AND state IN ('collected', 'dead')`,
    [ids, ids],
  );
  const all = inOrder(found.map(({ id }) => Number(id)));
  const eventIds = inOrder(found.map(({ eventId }) => Number(eventId)));
  if (all.length > 0) {
    await connection.query(
      'SELECT id FROM outbox_events FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id FOR UPDATE',
      [eventIds],
    );
  }
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id, state FROM deliveries FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id FOR UPDATE',
    [[0, ...all]],
  );
  mustBeDead(rows, ids);
  const letters = new Set(ids);
  return { ids, memberIds: all.filter((id) => !letters.has(id)), eventIds };
}

function mustBeDead(rows: readonly RowDataPacket[], ids: readonly number[]): void {
  const dead = new Set(rows.filter(({ state }) => state === 'dead').map(({ id }) => Number(id)));
  const others = ids.filter((id) => !dead.has(id));
  if (others.length === 0) return;
  throw new Refused(
    `${others.length === 1 ? 'There is no dead letter' : 'There are no dead letters'} ${others.join(', ')}; nothing was changed.`,
  );
}

function inOrder(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
