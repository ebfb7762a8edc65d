import { randomUUID } from 'node:crypto';
import type { Channel, DeliverJob } from '@kanban/notifications';
import { isoInstant, parseJson, withConnection } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** A delivery that is ours to send until the lease is over. */
export interface ClaimedDelivery {
  readonly deliveryId: number;
  readonly eventId: number;
  readonly channel: Channel;
  readonly recipient: string;
  /** This one included. */
  readonly attempts: number;
  readonly claimToken: string;
  /** With angle brackets; the same for all copies, and no other board's: ids alone are counted from 1 in each. */
  readonly messageId: string;
  readonly mayBeDuplicate: boolean;
  readonly topic: string;
  readonly payload: unknown;
  /** When the event was written, as an ISO instant in UTC. */
  readonly occurredAt: string;
}

export interface ClaimOptions {
  readonly leaseMs: number;
  readonly messageIdHost: string;
  readonly deadlineMs: number;
}

/** A claim's token is made before it is tried, so that trying again after a lost answer finds what was claimed. */
export function newClaimToken(): string {
  return randomUUID();
}

/**
 * Claims deliveries by conditional update: only those still pending or queued in the round of their job, so of any number
 * of copies of a job one gets it. Locks rows by primary key, in id order. A crash afterwards leaves them `sending` without
 * handed_over_at; the relay puts them back when the lease is over. Answers in the order asked; undefined: not ours.
 */
export async function claimDeliveries(
  pool: Pool,
  jobs: readonly DeliverJob[],
  claimToken: string,
  { leaseMs, messageIdHost, deadlineMs }: ClaimOptions,
): Promise<(ClaimedDelivery | undefined)[]> {
  const byRound = Map.groupBy(jobs, ({ round }) => round);
  const rows = await withConnection(pool, deadlineMs, async (connection) => {
    for (const [round, group] of byRound) {
      await connection.query(
        `UPDATE deliveries
         SET state = 'sending',
             attempts = attempts + 1,
             claim_token = ?,
             claim_expires_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND,
             handed_over_at = NULL,
             message_id = COALESCE(message_id, CONCAT(
               '<d', id, '-e', event_id, '-',
               LOWER(CONV(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', created_at), 10, 36)), '@', ?, '>'))
         WHERE id IN (?) AND round = ? AND state IN ('pending', 'queued')`,
        [claimToken, leaseMs * 1000, messageIdHost, idsInOrder(group), round],
      );
    }
    const [claimed] = await connection.query<RowDataPacket[]>(
      `SELECT d.id, d.event_id, d.channel, d.recipient, d.attempts, d.message_id, d.may_be_duplicate,
              e.topic, e.payload, e.created_at
       FROM deliveries d JOIN outbox_events e ON e.id = d.event_id
       WHERE d.id IN (?) AND d.claim_token = ?`,
      [idsInOrder(jobs), claimToken],
    );
    return claimed;
  });
  const claimed = new Map(rows.map((row) => [Number(row.id), fromRow(row, claimToken)]));
  return jobs.map(({ deliveryId }) => {
    const delivery = claimed.get(deliveryId);
    // Two jobs for one delivery in one batch: the first gets it.
    claimed.delete(deliveryId);
    return delivery;
  });
}

function idsInOrder(jobs: readonly DeliverJob[]): number[] {
  return jobs.map(({ deliveryId }) => deliveryId).sort((a, b) => a - b);
}

function fromRow(row: RowDataPacket, claimToken: string): ClaimedDelivery {
  return {
    deliveryId: Number(row.id),
    eventId: Number(row.event_id),
    channel: row.channel,
    recipient: String(row.recipient),
    attempts: Number(row.attempts),
    claimToken,
    messageId: String(row.message_id),
    mayBeDuplicate: Number(row.may_be_duplicate) === 1,
    topic: String(row.topic),
    payload: parseJson(row.payload),
    occurredAt: isoInstant(row.created_at),
  };
}
