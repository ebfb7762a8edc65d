import { firstCharacters } from '@kanban/domain';
import { inTransaction, jsonOf, jsonRows, settleMembers, updateEach, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
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
    await withConnection(pool, deadlineMs, (connection) => noteSent(connection, sent));
  }
  // A kill leaves the events of those sent to the relay, and the failures `sending`, to be put back by handed_over_at.
  failPoint('settle sent');
  const failed = inOrder.filter(({ settlement }) => settlement.state !== 'sent') as Failed[];
  if (failed.length > 0) {
    await inTransaction(pool, (connection) => noteFailed(connection, failed), { deadlineMs, retries: 2 });
    failPoint('settle failures committed');
  }
  const digests = settled.filter(({ delivery }) => delivery.isDigest);
  // A kill leaves members `collected` behind a carrier that is settled: the relay settles them.
  if (digests.length > 0) failPoint('settle digests settled');
  await settleMembers(
    pool,
    digests.map(({ delivery }) => delivery.deliveryId),
    deadlineMs,
  );
}

async function noteSent(connection: PoolConnection, deliveries: readonly ClaimedDelivery[]): Promise<void> {
  await connection.query(
    `UPDATE deliveries FORCE INDEX (PRIMARY)
     SET state = 'sent', settled_at = UTC_TIMESTAMP(6), last_error = NULL,
         claim_token = NULL, claim_expires_at = NULL
     WHERE id IN (?) AND (claim_token IN (?) OR state <> 'sending')`,
    [
      deliveries.map(({ deliveryId }) => deliveryId),
      [...new Set(deliveries.map(({ claimToken }) => claimToken))],
    ],
  );
}

interface Failed {
  readonly delivery: ClaimedDelivery;
  readonly settlement: Exclude<Settlement, { state: 'sent' }>;
}

const lockOursSql = `SELECT d.id FROM ${jsonRows('said', { id: 'BIGINT UNSIGNED', token: 'CHAR(36)' })}
  STRAIGHT_JOIN deliveries d FORCE INDEX (PRIMARY) ON d.id = said.id WHERE d.claim_token = said.token FOR UPDATE`;

const updateFailed = updateEach('deliveries', 'd', {
  error: 'VARCHAR(1000)',
  may_have_arrived: 'INT',
  delay_us: 'BIGINT UNSIGNED',
});

const deadSql = `${updateFailed}
  SET d.state = 'dead', d.settled_at = UTC_TIMESTAMP(6), d.last_error = said.error,
      d.may_be_duplicate = d.may_be_duplicate OR said.may_have_arrived, d.claim_token = NULL, d.claim_expires_at = NULL`;

/** A new round: the job that failed is done, and the relay publishes another one when due_at has passed. */
const putBackSql = `${updateFailed}
  SET d.state = 'pending', d.round = d.round + 1, d.due_at = UTC_TIMESTAMP(6) + INTERVAL said.delay_us MICROSECOND,
      d.last_error = said.error, d.may_be_duplicate = d.may_be_duplicate OR said.may_have_arrived,
      d.handed_over_at = NULL, d.claim_token = NULL, d.claim_expires_at = NULL`;

/** Those that are still ours, locked by primary key. With each what a person reads who asks what the server said each time. */
async function noteFailed(connection: PoolConnection, failed: readonly Failed[]): Promise<void> {
  const claims = failed.map(({ delivery: { deliveryId, claimToken } }) => [deliveryId, claimToken]);
  const [locked] = await connection.query<RowDataPacket[]>(lockOursSql, [jsonOf(claims)]);
  const ids = new Set(locked.map(({ id }) => Number(id)));
  const ours = failed.filter(({ delivery }) => ids.has(delivery.deliveryId));
  const rows = (state: 'dead' | 'pending') =>
    ours
      .filter(({ settlement }) => settlement.state === state)
      .map(({ delivery, settlement }) => {
        const delayUs = settlement.state === 'pending' ? Math.round(settlement.delayMs * 1000) : 0;
        return [delivery.deliveryId, textOf(settlement), settlement.mayHaveArrived ? 1 : 0, delayUs];
      });
  const [dead, pending] = [rows('dead'), rows('pending')];
  if (dead.length > 0) await connection.query(deadSql, [jsonOf(dead)]);
  if (pending.length > 0) await connection.query(putBackSql, [jsonOf(pending)]);
  // A kill rolls back, from here to the COMMIT.
  failPoint('settle failure written');
  if (ours.length > 0)
    await connection.query('INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said) VALUES ?', [
      ours.map(({ delivery: { deliveryId, attempts }, settlement }) => [
        deliveryId,
        attempts,
        settlement.state === 'dead' ? 'dead' : 'failed',
        textOf(settlement),
      ]),
    ]);
}

function textOf({ error }: Failed['settlement']): string {
  return firstCharacters(error.toWellFormed(), 1000);
}
