import { inTransaction, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import { noteFailed } from './note-failed.ts';
import { noteSent } from './note-sent.ts';
import { settleMembers } from './settle-members.ts';
import type { Failed, SettledDelivery } from './settlement.ts';

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
