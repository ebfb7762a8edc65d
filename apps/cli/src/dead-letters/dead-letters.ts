import type { Instant } from '@kanban/domain';
import { parseJson, rowsAs } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';

/** A delivery without further attempts: the server refused it for good, or its last attempt failed. */
export interface DeadLetter {
  readonly id: number;
  readonly eventId: number;
  readonly topic: string;
  readonly payload: unknown;
  readonly channel: string;
  readonly recipient: string;
  readonly attempts: number;
  readonly round: number;
  readonly writtenAt: Instant;
  readonly diedAt: Instant;
  readonly mayBeDuplicate: boolean;
  readonly messageId: string | null;
  /** The words of the server, at the last attempt. */
  readonly lastError: string;
  readonly droppedAt: Instant | null;
  readonly droppedBy: string | null;
  readonly droppedReason: string | null;
}

/** How one attempt ended, or that a person sent it again. */
export interface Attempt {
  readonly endedAt: Instant;
  readonly attempt: number;
  readonly outcome: 'failed' | 'dead' | 'expired' | 'retried';
  readonly said: string;
}

/** Selects dead letters; all given conditions must match. */
export interface Filter {
  readonly ids?: readonly number[] | undefined;
  /** As in a subscription: the topic, or `queue.*` for all that begin with `queue.` */
  readonly topic?: string | undefined;
  readonly channel?: string | undefined;
  /** The address, with * for any text. */
  readonly recipient?: string | undefined;
  /** Dead for more, or for less, than this many seconds. */
  readonly olderThan?: number | undefined;
  readonly newerThan?: number | undefined;
  /** Also those that were dropped. */
  readonly withDropped?: boolean | undefined;
}

/** The WHERE condition for `filter`, with its values. The tables are d (deliveries) and e (outbox_events). */
function conditionOf(filter: Filter): {
  sql: string;
  values: (string | number | readonly number[])[];
} {
  const parts: [string, string | number | readonly number[] | undefined][] = [
    ['d.id IN (?)', filter.ids],
    ["e.topic LIKE ? ESCAPE '|'", filter.topic && asLike(filter.topic)],
    ['d.channel = ?', filter.channel],
    ["d.recipient LIKE ? ESCAPE '|'", filter.recipient && asLike(filter.recipient)],
    ['d.settled_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND', filter.olderThan],
    ['d.settled_at >= UTC_TIMESTAMP(6) - INTERVAL ? SECOND', filter.newerThan],
  ];
  const given = parts.filter(([, value]) => value !== undefined && value !== '');
  return {
    sql: [
      "d.state = 'dead'",
      // The members of a digest share the state of its delivery.
      'd.carried_by IS NULL',
      ...(filter.withDropped ? [] : ['d.dropped_at IS NULL']),
      ...given.map(([sql]) => sql),
    ].join(' AND '),
    values: given.map(([, value]) => value as string | number | readonly number[]),
  };
}

/** `*` matches any text; every other character matches itself. */
function asLike(pattern: string): string {
  return pattern.replaceAll(/[|%_]/g, '|$&').replaceAll('*', '%');
}

/** Dead letters, the oldest first. */
export async function readDeadLetters(pool: Pool, filter: Filter): Promise<DeadLetter[]> {
  const { sql, values } = conditionOf(filter);
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT d.id, d.event_id AS eventId, e.topic, e.payload, d.channel, d.recipient, d.attempts, d.round,
            e.created_at AS writtenAt, d.settled_at AS diedAt, d.may_be_duplicate AS mayBeDuplicate,
            d.message_id AS messageId, COALESCE(d.last_error, '') AS lastError,
            d.dropped_at AS droppedAt, d.dropped_by AS droppedBy, d.dropped_reason AS droppedReason
     FROM deliveries d JOIN outbox_events e ON e.id = d.event_id
     WHERE ${sql} ORDER BY d.id`,
    values,
  );
  return rowsAs<Omit<DeadLetter, 'mayBeDuplicate'> & { mayBeDuplicate: number }>(rows).map((row) => ({
    ...row,
    payload: parseJson(row.payload),
    mayBeDuplicate: row.mayBeDuplicate === 1,
  }));
}

/** One dead letter, dropped or not. Throws Refused if that delivery is not dead, or does not exist. */
export async function readDeadLetter(pool: Pool, id: number): Promise<DeadLetter> {
  const [letter] = await readDeadLetters(pool, { ids: [id], withDropped: true });
  if (!letter)
    throw new Refused(`There is no dead letter ${id}; \`kanban dead-letters list\` lists the existing ones.`);
  return letter;
}

/** What happened to a delivery, attempt by attempt, the oldest first. */
export async function readAttempts(pool: Pool, deliveryId: number): Promise<Attempt[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT ended_at AS endedAt, attempt, outcome, said FROM delivery_attempts
     WHERE delivery_id = ? ORDER BY id`,
    [deliveryId],
  );
  return rowsAs<Attempt>(rows).map((row) => ({ ...row }));
}
