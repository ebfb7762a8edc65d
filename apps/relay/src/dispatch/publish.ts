import { once } from 'node:events';
import type { PublishableDelivery } from '@kanban/ledger';
import type { Channel } from '@kanban/notifications';
import { DELIVER, type DeliverJob, jobIdOf } from '@kanban/notifications';
import { failPoint } from '@kanban/service';
import { connectRedis } from '@kanban/service/redis';
import { withinDeadline } from '@kanban/service/within-deadline';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';

/** Redis did not take all jobs in time. Some may be there: publishing them again changes nothing. */
export class PublishFailed extends Error {}

export interface Publisher {
  /** Waits for Redis, but not longer than this; a relay also works without it. */
  whenReady(withinMs: number): Promise<void>;
  /** Adds one job per delivery. Resolves when Redis has all of them; else throws PublishFailed. */
  publish(deliveries: readonly PublishableDelivery[]): Promise<void>;
  /** How often the connection, or one to a node of the cluster, was lost so far. */
  losses(): number;
  /** Changes when Redis was restarted or another server took over: jobs may be lost then. */
  runId(): Promise<string>;
  /** Notes in Redis that lost jobs were published again; a flush removes the note. */
  readMarker(): Promise<string | null>;
  writeMarker(runId: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Completed jobs are kept, so that publishing one again changes nothing; when Redis has forgotten it, the ledger
 * decides. The count limits memory in a busy hour. Failed jobs are removed at once: MySQL says what to do, and a kept
 * job would block its id. `attempts` counts only runs that could not reach MySQL.
 */
const jobOptions = {
  attempts: 1_000,
  backoff: { type: 'fixed', delay: 1_000 },
  removeOnComplete: { age: 3_600, count: 100_000 },
  removeOnFail: true,
};

const JOBS_AT_A_TIME = 1_000;

/** A connection that fails fast: a relay without Redis reports it and tries again, and no calls pile up in memory. */
export function createPublisher(config: Config, log: Logger): Publisher {
  const redis = connectRedis(config.redisUrl, {
    name: 'kanban-relay',
    failAfterMs: config.redisDeadlineMs,
  });
  redis.on('error', (error) => log.warn({ reason: error.message }, 'Redis is away'));
  let losses = 0;
  for (const event of ['close', '-node']) redis.on(event, () => losses++);
  const queues = new Map<Channel, Queue>();
  const marker = `${config.queuePrefix}:published-since`;

  /** A queue opened while Redis was away stays broken. So queues are opened when needed, and again after an error. */
  function queueOf(channel: Channel): Queue {
    const open = queues.get(channel);
    if (open) return open;
    const queue = new Queue(channel, {
      connection: redis,
      prefix: config.queuePrefix,
      skipWaitingForReady: true,
      streams: { events: { maxLen: 1_000 } },
    });
    queue.on('error', (error) => log.debug({ reason: error.message }, 'Queue error'));
    queues.set(channel, queue);
    return queue;
  }

  async function addJobs(channel: Channel, deliveries: readonly PublishableDelivery[]): Promise<void> {
    const queue = queueOf(channel);
    try {
      for (let from = 0; from < deliveries.length; from += JOBS_AT_A_TIME) {
        const adding = queue.addBulk(deliveries.slice(from, from + JOBS_AT_A_TIME).map(toJob));
        // A kill leaves none, some or all of the jobs in Redis (a pipeline, not a transaction), and the rows leased.
        failPoint('dispatch adding jobs');
        await adding;
      }
      // A kill leaves the jobs of this channel, perhaps of another one too, and the rows leased.
      failPoint('dispatch jobs added');
    } catch (error) {
      queues.delete(channel);
      queue.close().catch(() => {});
      throw error;
    }
  }

  function mustBeThere(): void {
    if (redis.status !== 'ready') throw new PublishFailed('Redis is away');
  }

  return {
    async publish(deliveries) {
      mustBeThere();
      const byChannel = Map.groupBy(deliveries, ({ channel }) => channel);
      const added = [...byChannel].map(([channel, group]) => addJobs(channel, group));
      try {
        await within(config.redisDeadlineMs, Promise.all(added));
      } catch (error) {
        throw new PublishFailed(`Redis did not take the jobs: ${(error as Error).message}`, { cause: error });
      }
    },
    async whenReady(withinMs) {
      if (redis.status !== 'ready') await within(withinMs, once(redis, 'ready')).catch(() => {});
    },
    losses: () => losses,
    async runId() {
      mustBeThere();
      // By a script with a key: on a cluster this asks the node that has the queues.
      const asking = redis.eval("return redis.call('INFO', 'server')", 1, marker);
      const info = await within(config.redisDeadlineMs, asking);
      return /^run_id:(\S+)/m.exec(String(info))?.[1] ?? 'unknown';
    },
    readMarker: () => within(config.redisDeadlineMs, redis.get(marker)),
    async writeMarker(runId) {
      await within(config.redisDeadlineMs, redis.set(marker, runId));
    },
    async close() {
      redis.disconnect();
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    },
  };
}

function toJob({ deliveryId, eventId, round, createdAt }: PublishableDelivery) {
  const data: DeliverJob = { deliveryId, eventId, round };
  return { name: DELIVER, data, opts: { ...jobOptions, jobId: jobIdOf(data, createdAt) } };
}

/** A half-open connection answers nothing: no call waits for it longer than this. */
function within<T>(deadlineMs: number, work: Promise<T>): Promise<T> {
  return withinDeadline(deadlineMs, work, () => {
    throw new Error(`no answer within ${deadlineMs} ms`);
  });
}
