import { type Instant, inTransaction, parseJson } from '@kanban/schema';
import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';

/** A delivery that was given up: refused for good by the mail server, or after its last attempt. */
export interface DeadLetter {
  readonly id: number;
  readonly eventId: number;
  readonly topic: string;
  readonly payload: unknown;
  readonly channel: string;
  readonly recipient: string;
  readonly attempts: number;
  readonly round: number;
  readonly diedAt: Instant;
  readonly mayBeDuplicate: boolean;
  readonly lastError: string;
}

/** What a person decided not to send again keeps its state and says so here. */
const droppedMark = 'dropped: ';

/** All dead letters, the oldest first; those that were dropped only if asked. */
export async function readDeadLetters(
  pool: Pool,
  { withDropped }: { withDropped: boolean },
): Promise<DeadLetter[]> {
  return read(pool, withDropped ? '' : "AND COALESCE(d.last_error, '') NOT LIKE CONCAT(?, '%')", [
    droppedMark,
  ]);
}

/** One of them. Throws Refused when that delivery is not dead, or not there. */
export async function readDeadLetter(pool: Pool, id: number): Promise<DeadLetter> {
  const [letter] = await read(pool, 'AND d.id = ?', [id]);
  if (!letter)
    throw new Refused(`There is no dead letter ${id}; \`kanban dead-letters list\` shows those there are.`);
  return letter;
}

/**
 * Sends dead letters again: as new rounds with all their attempts, due now, and their events open again. Throws Refused,
 * with nothing changed, when one of them is not dead. Returns how many.
 */
export async function retryDeadLetters(pool: Pool, ids: readonly number[]): Promise<number> {
  return changeDead(pool, ids, async (connection, letters) => {
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(
      `UPDATE deliveries
       SET state = 'pending', round = round + 1, attempts = 0, due_at = UTC_TIMESTAMP(6), queued_at = NULL,
           settled_at = NULL, claim_token = NULL, claim_expires_at = NULL
       WHERE id IN (?) AND state = 'dead'`,
      [letters.map((letter) => letter.id)],
    );
    await connection.query('UPDATE outbox_events SET processed_at = NULL WHERE id IN (?)', [
      [...new Set(letters.map((letter) => letter.eventId))].sort((a, b) => a - b),
    ]);
    return affectedRows;
  });
}

/** Marks dead letters as done with: they are no longer listed. Throws Refused when one of them is not dead. */
export async function dropDeadLetters(pool: Pool, ids: readonly number[]): Promise<number> {
  return changeDead(pool, ids, async (connection, letters) => {
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(
      `UPDATE deliveries SET last_error = LEFT(CONCAT(?, COALESCE(last_error, '')), 1000)
       WHERE id IN (?) AND state = 'dead' AND COALESCE(last_error, '') NOT LIKE CONCAT(?, '%')`,
      [droppedMark, letters.map((letter) => letter.id), droppedMark],
    );
    return affectedRows;
  });
}

async function changeDead(
  pool: Pool,
  ids: readonly number[],
  change: (connection: PoolConnection, letters: { id: number; eventId: number }[]) => Promise<number>,
): Promise<number> {
  if (ids.length === 0) return 0;
  return inTransaction(
    pool,
    async (connection) => {
      const [rows] = await connection.query<RowDataPacket[]>(
        "SELECT id, event_id AS eventId FROM deliveries WHERE id IN (?) AND state = 'dead' ORDER BY id FOR UPDATE",
        [ids],
      );
      const dead = new Set(rows.map((row) => row.id));
      const others = ids.filter((id) => !dead.has(id));
      if (others.length > 0) {
        throw new Refused(
          `${others.length === 1 ? 'There is no dead letter' : 'There are no dead letters'} ${others.join(', ')}; nothing was changed.`,
        );
      }
      return change(connection, rows as unknown as { id: number; eventId: number }[]);
    },
    { isolation: 'READ COMMITTED' },
  );
}

async function read(
  pool: Pool,
  condition: string,
  values: readonly (string | number)[],
): Promise<DeadLetter[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT d.id, d.event_id AS eventId, e.topic, e.payload, d.channel, d.recipient, d.attempts, d.round,
            d.settled_at AS diedAt, d.may_be_duplicate AS mayBeDuplicate, COALESCE(d.last_error, '') AS lastError
     FROM deliveries d JOIN outbox_events e ON e.id = d.event_id
     WHERE d.state = 'dead' ${condition} ORDER BY d.id`,
    [...values],
  );
  return rows.map(
    (row) =>
      ({
        ...row,
        payload: parseJson(row.payload),
        mayBeDuplicate: row.mayBeDuplicate === 1,
      }) as unknown as DeadLetter,
  );
}
