import { claimPending, markQueued, type PublishableDelivery, requeueThese } from '@kanban/ledger';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { Config } from '../config.ts';
import type { Publisher } from './publish.ts';

/**
 * Puts leased deliveries into Redis and notes it. What can go wrong:
 * - Redis takes none or only some: nothing is noted. All are published again when the lease ends, and existing jobs are
 *   recognized by their id.
 * - The relay is killed, or MySQL is away, between Redis and the note: the same.
 * - A notifier is faster than the note: the note finds another state and changes nothing.
 * - The connection to Redis breaks before the note: other queued deliveries may have been published to another server
 *   already, and these were not queued then. They are put back and published again.
 */
export async function dispatch(
  pool: Pool,
  publisher: Publisher,
  deliveries: readonly PublishableDelivery[],
  config: Config,
): Promise<void> {
  if (deliveries.length === 0) return;
  // A kill leaves the leased rows, which are due again when the lease ends.
  failPoint('dispatch begun');
  const losses = publisher.losses();
  await publisher.publish(deliveries);
  // A kill leaves jobs whose deliveries are pending: a notifier can claim those, and publishing again changes nothing.
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
