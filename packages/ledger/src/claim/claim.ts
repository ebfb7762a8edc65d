import { randomUUID } from 'node:crypto';
import { formatInstant } from '@kanban/domain';
import type { Channel, DeliverJob } from '@kanban/notifications';
import type { BoardEvent } from '@kanban/notifications/messages';
import { parseJson, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { type ClaimRowsOptions, claimRows } from './claim-rows.ts';
import { type ClaimedRow, readClaimed } from './claimed-rows.ts';
import type { Limits } from './limits.ts';
import { readMembers } from './read-members.ts';
import { type NotNow, review } from './review.ts';

/** A delivery that this notifier may send until the lease ends. */
export interface ClaimedDelivery {
  readonly deliveryId: number;
  readonly eventId: number;
  readonly channel: Channel;
  readonly recipient: string;
  /** This one included. */
  readonly attempts: number;
  readonly claimToken: string;
  /** With angle brackets. The same for all copies and unique among boards; ids alone start at 1 on each board. */
  readonly messageId: string;
  readonly mayBeDuplicate: boolean;
  readonly topic: string;
  readonly payload: unknown;
  /** When the event was written, as an ISO instant in UTC. */
  readonly occurredAt: string;
  readonly isDigest: boolean;
  /** The other events of a digest, in the order in which they happened; else empty. */
  readonly members: readonly BoardEvent[];
  /** The token of the unsubscribe link; undefined if no subscription caused the delivery. */
  readonly unsubscribeToken: string | undefined;
  /** The subscription that caused it is to one item. */
  readonly isFollowed: boolean;
  /**
   * When the event was written, or when a message that waited on purpose became due, on this process's clock
   * (`performance.now()`), because the database's clock may differ.
   */
  readonly writtenAtMs: number;
}

export interface ClaimOptions extends ClaimRowsOptions {
  readonly deadlineMs: number;
  readonly readLimits: (connection: PoolConnection) => Promise<Limits>;
}

/** A claimed delivery, or why it is not sent now. */
export type Claim = ClaimedDelivery | NotNow;

/** The token of a claim is made before the attempt, so that a repetition after a lost answer finds what was claimed. */
export function newClaimToken(): string {
  return randomUUID();
}

/**
 * Claims deliveries by a conditional update: only those still pending or queued in the round of their job, so one of
 * several copies of a job gets it. Locks rows by primary key, in id order. After a crash they stay `sending` without
 * handed_over_at, and the relay puts them back when the lease ends. Each claim is then reviewed (`review.ts`): it may
 * be settled without a message, or postponed. Returns results in the order of the jobs; undefined: not claimed.
 */
export async function claimDeliveries(
  pool: Pool,
  jobs: readonly DeliverJob[],
  claimToken: string,
  options: ClaimOptions,
): Promise<(Claim | undefined)[]> {
  const byRound = Map.groupBy(jobs, ({ round }) => round);
  const claims = await withConnection(pool, options.deadlineMs, async (connection) => {
    for (const [round, group] of byRound) {
      await claimRows(connection, idsInOrder(group), round, claimToken, options);
    }
    // A kill leaves claims whose token nobody knows; the relay puts them back when the lease ends.
    failPoint('claim written');
    const rows = await readClaimed(connection, idsInOrder(jobs), claimToken);
    const judged = await review(connection, rows, claimToken, options.readLimits, (ids) =>
      claimRows(connection, ids, undefined, claimToken, options),
    );
    const carriers = judged.sending.filter(({ row }) => row.is_digest).map(({ row }) => Number(row.id));
    const members = await readMembers(connection, carriers);
    return new Map<number, Claim>([
      ...judged.notNow,
      ...judged.sending.map(({ jobOf, row }) => {
        return [jobOf, fromRow(row, claimToken, members.get(Number(row.id)) ?? [])] as const;
      }),
    ]);
  });
  return jobs.map(({ deliveryId }) => {
    const claim = claims.get(deliveryId);
    // Two jobs for one delivery in one batch: the first gets it.
    claims.delete(deliveryId);
    return claim;
  });
}

function idsInOrder(jobs: readonly DeliverJob[]): number[] {
  return jobs.map(({ deliveryId }) => deliveryId).sort((a, b) => a - b);
}

function fromRow(row: ClaimedRow, claimToken: string, members: readonly BoardEvent[]): ClaimedDelivery {
  return {
    deliveryId: Number(row.id),
    eventId: Number(row.event_id),
    channel: row.channel as Channel,
    recipient: String(row.recipient),
    attempts: Number(row.attempts),
    claimToken,
    messageId: String(row.message_id),
    mayBeDuplicate: Number(row.may_be_duplicate) === 1,
    topic: String(row.topic),
    payload: parseJson(row.payload),
    occurredAt: formatInstant(row.created_at),
    isDigest: Number(row.is_digest) === 1,
    members,
    unsubscribeToken: row.token ?? undefined,
    isFollowed: Number(row.is_followed) === 1,
    writtenAtMs: performance.now() - Number(row.age_us) / 1_000,
  };
}
