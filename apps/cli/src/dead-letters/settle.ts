import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';

/** Letters changed in one transaction, so that a hundred thousand of them lock nobody out. */
const STEP = 500;

interface Locked {
  readonly ids: readonly number[];
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
      `UPDATE deliveries
       SET dropped_at = NULL, dropped_by = NULL, dropped_reason = NULL,
           state = 'pending', round = round + 1, attempts = 0, due_at = UTC_TIMESTAMP(6), queued_at = NULL,
           settled_at = NULL, claim_token = NULL, claim_expires_at = NULL
       WHERE id IN (?)`,
      [letters.ids],
    );
    // What a digest carries goes with it.
    await connection.query(
      `UPDATE deliveries
       SET dropped_at = NULL, dropped_by = NULL, dropped_reason = NULL,
           state = 'collected', settled_at = NULL, due_at = UTC_TIMESTAMP(6)
       WHERE carried_by IN (?) AND state = 'dead'`,
      [letters.ids],
    );
    await connection.query('UPDATE outbox_events SET processed_at = NULL WHERE id IN (?)', [
      letters.eventIds,
    ]);
    await connection.query(
      `UPDATE outbox_events e JOIN deliveries d ON d.event_id = e.id SET e.processed_at = NULL
       WHERE d.carried_by IN (?) AND d.state = 'collected'`,
      [letters.ids],
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
      `UPDATE deliveries SET dropped_at = UTC_TIMESTAMP(6), dropped_by = current_actor(), dropped_reason = ?
       WHERE (id IN (?) OR carried_by IN (?)) AND state = 'dead' AND dropped_at IS NULL`,
      [reason, letters.ids, letters.ids],
    );
  });
}

/** All that are named must be dead before the first is changed; each step judges its own again with the rows locked. */
async function inSteps(
  pool: Pool,
  ids: readonly number[],
  change: (connection: PoolConnection, letters: Locked) => Promise<void>,
): Promise<number> {
  const inOrder = [...new Set(ids)].sort((a, b) => a - b);
  const steps = Array.from({ length: Math.ceil(inOrder.length / STEP) }, (_, step) =>
    inOrder.slice(step * STEP, (step + 1) * STEP),
  );
  for (const step of steps) await mustBeDead(pool, step, '');
  for (const step of steps) {
    const work = async (connection: PoolConnection) =>
      change(connection, await mustBeDead(connection, step, 'FOR UPDATE'));
    await inTransaction(pool, work, { isolation: 'READ COMMITTED' });
  }
  return inOrder.length;
}

async function mustBeDead(
  database: Pick<Pool, 'query'> | PoolConnection,
  ids: readonly number[],
  lock: '' | 'FOR UPDATE',
): Promise<Locked> {
  const [rows] = await (database as PoolConnection).query<RowDataPacket[]>(
    `SELECT id, event_id AS eventId FROM deliveries WHERE id IN (?) AND state = 'dead' ORDER BY id ${lock}`,
    [ids],
  );
  const dead = new Set(rows.map((row) => Number(row.id)));
  const others = ids.filter((id) => !dead.has(id));
  if (others.length > 0) {
    throw new Refused(
      `${others.length === 1 ? 'There is no dead letter' : 'There are no dead letters'} ${others.join(', ')}; nothing was changed.`,
    );
  }
  const eventIds = [...new Set(rows.map((row) => Number(row.eventId)))].sort((a, b) => a - b);
  return { ids, eventIds };
}
