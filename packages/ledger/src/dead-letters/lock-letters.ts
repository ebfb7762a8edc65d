import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';

/** Some of the named deliveries are not dead letters. Nothing of the step was changed. */
export class NotDead extends Error {
  constructor(ids: readonly number[]) {
    const none = ids.length === 1 ? 'There is no dead letter' : 'There are no dead letters';
    super(`${none} ${ids.join(', ')}; nothing was changed.`);
  }
}

/** Letters per transaction: with a hundred thousand in one, others would be locked out. */
const STEP = 500;

/** The locked letters of one step, their members and the events of all, each in the order of the ids. */
export interface Locked {
  readonly ids: readonly number[];
  readonly memberIds: readonly number[];
  readonly eventIds: readonly number[];
}

/**
 * All named letters must be dead before the first is changed; each step checks its letters again with the rows locked.
 */
export async function inSteps(
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

/** Events before deliveries, like fan-out, and each by primary key; any other order can deadlock. */
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
  throw new NotDead(others);
}

export function inOrder(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
