import { claimPending, markQueued, type PublishableDelivery, requeueThese } from '@kanban/ledger';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { Config } from '../config.ts';
import type { Publisher } from './publish.ts';

/**
 * Puts leased deliveries into Redis and notes it.
 *
 * What can go wrong:
 * - Redis takes none or a part of them: nothing is noted, all are published again when the lease is over, and those that
 *   are there already are recognized by their job id;
 * - killed, or MySQL away, between Redis and the note: the same;
 * - a notifier is faster than the note: the note finds the row in another state and changes nothing;
 * - the connection to Redis breaks before the note is made: by then all that was queued may have been published to another
 *   server already, and these were not queued yet. They are put back and published again.
 */
export async function dispatch(
  pool: Pool,
  publisher: Publisher,
  deliveries: readonly PublishableDelivery[],
  config: Config,
): Promise<void> {
  if (deliveries.length === 0) return;
  // A kill leaves what is leased: due again when the lease is over.
  failPoint('dispatch begun');
  const losses = publisher.losses();
  await publisher.publish(deliveries);
  // A kill leaves jobs of deliveries that say pending: a notifier claims those, and to publish them again changes nothing.
  failPoint('dispatch published');
  await markQueued(pool, deliveries, config.queuedPatienceMs, config.databaseDeadlineMs);
  failPoint('dispatch marked');
  if (publisher.losses() !== losses) await requeueThese(pool, deliveries, config.databaseDeadlineMs);
}

/** Leases and publishes pending deliveries that are due. Returns how many. */
export async function dispatchPending(pool: Pool, publisher: Publisher, config: Config): Promise<number> {
  const { batchSize, publishLeaseMs, databaseDeadlineMs } = config;
  const deliveries = await claimPending(pool, batchSize, publishLeaseMs, databaseDeadlineMs);
  // A kill leaves them leased, and due again when the lease is over.
  failPoint('dispatch claimed');
  await dispatch(pool, publisher, deliveries, config);
  return deliveries.length;
}
