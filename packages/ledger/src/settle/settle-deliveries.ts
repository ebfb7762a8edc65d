import { inTransaction, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import { noteFailed } from './note-failed.ts';
import { noteSent } from './note-sent.ts';
import { settleMembers } from './settle-members.ts';
import type { Failed, SettledDelivery } from './settlement.ts';

/**
 * Stores the results of attempts, by primary key. Failures only while the claim is valid; otherwise its new holder
 * decides. A success also if the relay took the delivery back and nobody claimed it yet: it was accepted and needs no
 * second copy. Repeating it is harmless. After a crash before it they stay `sending`, and the relay decides by
 * handed_over_at.
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
  // A kill leaves the events of sent deliveries to the relay, and failures `sending`; the relay puts them back.
  failPoint('settle sent');
  const failed = inOrder.filter(({ settlement }) => settlement.state !== 'sent') as Failed[];
  if (failed.length > 0) {
    await inTransaction(pool, (connection) => noteFailed(connection, failed), { deadlineMs, retries: 2 });
    failPoint('settle failures committed');
  }
  const digests = settled.filter(({ delivery }) => delivery.isDigest);
  // A kill leaves members `collected` with a settled carrier; the relay settles them.
  if (digests.length > 0) failPoint('settle digests settled');
  await settleMembers(
    pool,
    digests.map(({ delivery }) => delivery.deliveryId),
    deadlineMs,
  );
}
