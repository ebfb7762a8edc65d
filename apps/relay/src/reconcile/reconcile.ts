import {
  finishEvents,
  forgetCollections,
  releaseExpiredClaims,
  requeueAll,
  requeueOverdue,
  settleDigests,
} from '@kanban/ledger';
import { failPoint } from '@kanban/service';
import type { Pool } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Publisher } from '../dispatch/publish.ts';

/**
 * If MySQL was away for longer than a lease, claims have expired whose notifiers are alive and try to settle. They get
 * this long before the relay takes their mails back.
 */
const SETTLE_GRACE_MS = 3_000;

/** The number of deliveries that a run put back. */
interface Reconciled {
  readonly expiredClaims: number;
  readonly requeued: number;
}

export interface Reconciler {
  runOnce(): Promise<Reconciled>;
}

/**
 * Puts back what got stuck, by the database's clock. Every step is a conditional update, so several relays may do the
 * same at once. A failed step does not stop the others; the first error is thrown at the end.
 */
export function createReconciler(pool: Pool, publisher: Publisher, config: Config, log: Logger): Reconciler {
  const { databaseDeadlineMs: deadlineMs, batchSize, maxAttempts } = config;
  let eventsSeenTo = 0;
  let lastRunId: string | undefined;
  let databaseFailedAt = Number.NEGATIVE_INFINITY;

  async function releaseClaims(): Promise<number> {
    if (performance.now() - databaseFailedAt < SETTLE_GRACE_MS) return 0;
    const released = await releaseExpiredClaims(pool, batchSize, maxAttempts, deadlineMs);
    // A kill leaves them pending and due.
    if (released.length > 0) failPoint('release committed');
    for (const { mayBeDuplicate, ...ids } of released) {
      log.warn({ ...ids, mayBeDuplicate: mayBeDuplicate === 1 }, 'A claim expired; the delivery is put back');
    }
    return released.length;
  }

  async function requeueLost(): Promise<number> {
    const lost = await requeueAfterRedisLoss();
    const overdue = await requeueOverdue(pool, deadlineMs);
    // A kill leaves them pending and due; the jobs that are still there stay one job each.
    if (overdue > 0) failPoint('requeue overdue');
    return lost + overdue;
  }

  /**
   * The marker is written after the work: if a relay is killed in between, the next one repeats it. A relay that
   * reached another server than before does the work whatever the marker says, because it may have published to the old
   * server meanwhile.
   */
  async function requeueAfterRedisLoss(): Promise<number> {
    const runId = await publisher.runId();
    failPoint('redis loss run id read');
    const isSame = lastRunId === undefined || lastRunId === runId;
    if ((await publisher.readMarker()) === runId && isSame) {
      lastRunId = runId;
      return 0;
    }
    failPoint('redis loss marker read');
    const requeued = await requeueAll(pool, deadlineMs);
    failPoint('redis loss requeued');
    await publisher.writeMarker(runId);
    lastRunId = runId;
    failPoint('redis loss marker written');
    if (requeued > 0)
      log.warn({ requeued }, 'Redis is new or was flushed; what was queued is published again');
    return requeued;
  }

  async function finish(): Promise<void> {
    await settleDigests(pool, deadlineMs);
    failPoint('digests looked at');
    await forgetCollections(pool, deadlineMs);
    failPoint('collections forgotten');
    eventsSeenTo = await finishEvents(pool, eventsSeenTo, deadlineMs);
  }

  return {
    async runOnce() {
      const [claims, lost, finished] = await Promise.allSettled([releaseClaims(), requeueLost(), finish()]);
      if (claims.status === 'rejected' || finished.status === 'rejected')
        databaseFailedAt = performance.now();
      for (const step of [claims, lost, finished]) if (step.status === 'rejected') throw step.reason;
      return {
        expiredClaims: claims.status === 'fulfilled' ? claims.value : 0,
        requeued: lost.status === 'fulfilled' ? lost.value : 0,
      };
    },
  };
}
