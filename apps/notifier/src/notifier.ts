import { setMaxListeners } from 'node:events';
import type { Channel } from '@kanban/notifications';
import { checkAccess, createPool } from '@kanban/schema';
import { serveMonitoring } from '@kanban/service';
import { connectRedis } from '@kanban/service/redis';
import { startTracing } from '@kanban/service/tracing';
import { Worker } from 'bullmq';
import type { Logger } from 'pino';
import { createSender } from './channels/sender.ts';
import type { Config } from './config.ts';
import { createDeliver } from './deliver.ts';
import { createLedger, type Ledger } from './ledger/ledger.ts';
import { countWaiting, watchSilence } from './monitoring/liveness.ts';
import { createMetrics } from './monitoring/metrics.ts';
import { traceDelivery } from './monitoring/trace-delivery.ts';

/** The time that running messages have to end when the notifier stops; then they are cut off. */
const FINISH_WITHIN_MS = 5_000;

export interface Notifier {
  /** Finishes running messages, or cuts them off after 5 s, and closes the connections. */
  stop(): Promise<void>;
  /** Whether it does what there is to do. */
  isLive(): boolean;
}

/**
 * Starts a worker on the queue of each channel. Works however often MySQL, Redis or the receivers go away; any number of
 * notifiers share the work, all of them the same channels or each its own. Throws NoAccess for a login that will never do,
 * and BadConfig for a METRICS_PORT that is taken.
 */
export async function startNotifier(config: Config, log: Logger): Promise<Notifier> {
  const pool = createPool(config.databaseUrl, {
    connectionLimit: 6,
    connectTimeoutMs: config.databaseDeadlineMs,
    applicationName: 'kanban-notifier',
    waitsForOtherNodes: true,
    isolation: 'READ COMMITTED',
  });
  await checkAccess(pool, 'deliveries', config.databaseDeadlineMs);
  const metrics = createMetrics();
  const givingUp = new AbortController();
  setMaxListeners(0, givingUp.signal);
  const ledger = createLedger(pool, config, givingUp.signal, log);
  const sender = createSender(config, pool, givingUp.signal);
  const tracer = await startTracing(
    { endpoint: config.tracingEndpoint, service: 'kanban-notifier', board: config.queuePrefix },
    log,
  );

  const redis = connectRedis(config.redisUrl, { name: 'kanban-notifier' });
  redis.on('error', (error) => log.warn({ reason: error.message }, 'Redis is away'));
  const silence = watchSilence({
    countWaiting: () => countWaiting(redis, config),
    silentAfterMs: config.silentAfterMs,
  });
  const traced = traceDelivery(tracer, ledger, sender.send);
  const settle: Ledger['settle'] = (settled) => silence.keeping(() => traced.ledger.settle(settled));
  const deliver = createDeliver({ ...traced.ledger, settle }, traced.send, config, metrics, log);
  const startWorker = (channel: Channel) => {
    const worker = new Worker(channel, (job) => silence.during(() => deliver(job.data)), {
      connection: redis,
      prefix: config.queuePrefix,
      concurrency: channel === 'email' ? config.concurrency : config.endpointConnections,
      lockDuration: config.lockDurationMs,
      stalledInterval: Math.max(config.lockDurationMs / 2, 500),
      // A kill is not the job's fault; how often a delivery may be tried is for the ledger to say.
      maxStalledCount: 1_000,
      maxStartedAttempts: 2_000,
    });
    worker.on('error', (error) => log.debug({ channel, reason: error.message }, 'Worker error'));
    worker.on('failed', (job, error) =>
      log.warn({ channel, job: job?.id, eventId: job?.data?.eventId, reason: error.message }, 'A job failed'),
    );
    return worker;
  };
  const workers = config.channels.map(startWorker);
  const { metricsPort } = config;
  const isLive = () => workers.every((worker) => worker.isRunning()) && !silence.isSilent();
  const server = metricsPort ? await serveMonitoring(metricsPort, metrics.registry, isLive) : undefined;

  return {
    isLive,
    async stop() {
      silence.stop();
      server?.close();
      server?.closeAllConnections();
      const giveUp = setTimeout(() => givingUp.abort(), FINISH_WITHIN_MS);
      await Promise.all(workers.map((worker) => worker.close()));
      await ledger.whenIdle();
      await tracer?.close();
      clearTimeout(giveUp);
      sender.close();
      redis.disconnect();
      await pool.end();
    },
  };
}
