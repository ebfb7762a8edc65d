import { failPoint } from '@kanban/service';
import type { PoolConnection } from 'mysql2/promise';
import type { PublishableDelivery } from '../dispatch/publishable-delivery.ts';
import { carry } from './carry.ts';
import { insertDeliveries } from './insert-deliveries.ts';
import { noteCollections } from './note-collections.ts';
import type { IdOf, Plan } from './planned-delivery.ts';
import { linkToLater, supersedeWaiting } from './supersede.ts';
import { keyOf, readWritten, type WrittenDelivery } from './written-deliveries.ts';

export interface WrittenDeliveries {
  /** Those to be published at once, leased to this relay. */
  readonly deliveries: readonly PublishableDelivery[];
  /** Events of which a delivery was settled by this: superseded. */
  readonly settledEvents: readonly number[];
}

/**
 * Writes the plan: deliveries, which of them supersede or carry others, and the collections. Deliveries to send at once
 * are returned as jobs to publish. They are pending, with due_at at the end of the lease: this relay publishes them
 * right after COMMIT, and if it dies, any relay does when the lease ends. All others are pending with their due_at.
 * `now` is the database's clock. The unique key (event, channel, recipient) makes a repetition harmless. Call it in the
 * transaction of the claim. Throws CollectionBegun.
 */
export async function writeDeliveries(
  connection: PoolConnection,
  { deliveries, superseded, collections }: Plan,
  now: number,
  leaseMs: number,
): Promise<WrittenDeliveries> {
  if (deliveries.length === 0) return { deliveries: [], settledEvents: [] };
  await insertDeliveries(connection, deliveries, now, leaseMs);
  // A kill rolls the rows back with the claim, from here to the COMMIT.
  failPoint('fan-out deliveries inserted');
  const written = await readWritten(connection, deliveries);
  const idOf: IdOf = (planned) => Number(written.get(keyOf(planned))?.deliveryId);
  await carry(connection, deliveries, idOf);
  await linkToLater(connection, deliveries, idOf);
  await supersedeWaiting(connection, superseded, idOf);
  failPoint('fan-out deliveries linked');
  await noteCollections(connection, collections, idOf);
  failPoint('fan-out collections noted');
  const atOnce = deliveries.filter(({ state, dueAt }) => state === 'pending' && dueAt === undefined);
  return {
    deliveries: atOnce
      .map((planned) => written.get(keyOf(planned)))
      .filter((row) => row?.state === 'pending') as WrittenDelivery[],
    settledEvents: [
      ...[...superseded.keys()].map(({ eventId }) => eventId),
      ...deliveries.filter(({ supersededBy }) => supersededBy).map(({ eventId }) => eventId),
    ],
  };
}
