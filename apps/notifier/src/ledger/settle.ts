import { inTransaction, settleMembers, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise';
import type { ClaimedDelivery } from './claim.ts';

/** How an attempt ended, as the ledger knows it. */
export type Settlement =
  | { readonly state: 'sent' }
  | { readonly state: 'dead'; readonly error: string; readonly mayHaveArrived: boolean }
  | {
      readonly state: 'pending';
      readonly error: string;
      readonly delayMs: number;
      readonly mayHaveArrived: boolean;
    };

export interface SettledDelivery {
  readonly delivery: ClaimedDelivery;
  readonly settlement: Settlement;
}

/**
 * Writes how attempts ended, by primary key. Failures only while the claim is still ours: otherwise whoever has it decides.
 * A success also when the relay took the delivery back and nobody claimed it yet: it was accepted, so it needs no second
 * copy. Doing it twice changes nothing. A crash before this leaves `sending`, and the relay goes by handed_over_at.
 */
export async function settleDeliveries(
  pool: Pool,
  settled: readonly SettledDelivery[],
  deadlineMs: number,
): Promise<void> {
  const inOrder = settled.toSorted((a, b) => a.delivery.deliveryId - b.delivery.deliveryId);
  const sent = inOrder
    .filter(({ settlement }) => settlement.state === 'sent')
    .map(({ delivery }) => delivery);
  if (sent.length > 0) {
    await withConnection(pool, deadlineMs, async (connection) => {
      await noteSent(connection, sent);
      const digests = sent.filter(({ isDigest }) => isDigest).map(({ deliveryId }) => deliveryId);
      // A kill leaves members `collected` behind a carrier that is sent: the relay settles them.
      if (digests.length > 0) failPoint('settle digest sent');
      await settleMembers(connection, digests);
    });
  }
  // A kill leaves the events of those sent to the relay, and the failures `sending`, to be put back by handed_over_at.
  failPoint('settle sent');
  if (sent.length === settled.length) return;
  await inTransaction(
    pool,
    async (connection) => {
      for (const { delivery, settlement } of inOrder) {
        if (settlement.state === 'dead') {
          await noteDead(connection, delivery, settlement);
          if (delivery.isDigest) await settleMembers(connection, [delivery.deliveryId]);
        }
        if (settlement.state === 'pending') await putBack(connection, delivery, settlement);
        // A kill rolls back, from here to the COMMIT.
        failPoint('settle failure written');
      }
    },
    { deadlineMs, retries: 2 },
  );
  failPoint('settle failures committed');
}

async function noteSent(connection: PoolConnection, deliveries: readonly ClaimedDelivery[]): Promise<void> {
  await connection.query(
    `UPDATE deliveries
     SET state = 'sent', settled_at = UTC_TIMESTAMP(6), last_error = NULL,
         claim_token = NULL, claim_expires_at = NULL
     WHERE id IN (?) AND (claim_token IN (?) OR state <> 'sending')`,
    [
      deliveries.map(({ deliveryId }) => deliveryId),
      [...new Set(deliveries.map(({ claimToken }) => claimToken))],
    ],
  );
}

async function noteDead(
  connection: PoolConnection,
  delivery: ClaimedDelivery,
  { error, mayHaveArrived }: Settlement & { state: 'dead' },
): Promise<void> {
  const { deliveryId, claimToken } = delivery;
  const [{ affectedRows }] = await connection.query<ResultSetHeader>(
    `UPDATE deliveries
     SET state = 'dead', settled_at = UTC_TIMESTAMP(6), last_error = ?,
         may_be_duplicate = may_be_duplicate OR ?, claim_token = NULL, claim_expires_at = NULL
     WHERE id = ? AND claim_token = ?`,
    [error.slice(0, 1000), mayHaveArrived, deliveryId, claimToken],
  );
  if (affectedRows === 1) await noteAttempt(connection, delivery, 'dead', error);
}

/** A new round: the job that failed is done, and the relay publishes another one when due_at has passed. */
async function putBack(
  connection: PoolConnection,
  delivery: ClaimedDelivery,
  { error, delayMs, mayHaveArrived }: Settlement & { state: 'pending' },
): Promise<void> {
  const { deliveryId, claimToken } = delivery;
  const [{ affectedRows }] = await connection.query<ResultSetHeader>(
    `UPDATE deliveries
     SET state = 'pending', round = round + 1, due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND,
         last_error = ?, may_be_duplicate = may_be_duplicate OR ?,
         handed_over_at = NULL, claim_token = NULL, claim_expires_at = NULL
     WHERE id = ? AND claim_token = ?`,
    [Math.round(delayMs * 1000), error.slice(0, 1000), mayHaveArrived, deliveryId, claimToken],
  );
  if (affectedRows === 1) await noteAttempt(connection, delivery, 'failed', error);
}

/** What a person reads who asks what the server said each time. In the transaction of the settlement: a kill undoes both. */
async function noteAttempt(
  connection: PoolConnection,
  { deliveryId, attempts }: ClaimedDelivery,
  outcome: 'failed' | 'dead',
  error: string,
): Promise<void> {
  await connection.query(
    'INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said) VALUES (?, ?, ?, ?)',
    [deliveryId, attempts, outcome, error.slice(0, 1000)],
  );
}
