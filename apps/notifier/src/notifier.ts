import { setMaxListeners } from 'node:events';
import { checkAccess, createPool } from '@kanban/schema';
import { serveMonitoring } from '@kanban/service';
import { connectRedis } from '@kanban/service/redis';
import { Worker } from 'bullmq';
import type { Logger } from 'pino';
import { sendEmail } from './channels/email/send.ts';
import { createTransport } from './channels/email/transport.ts';
import type { Config } from './config.ts';
import { createDeliver } from './deliver.ts';
import { createLedger } from './ledger/ledger.ts';
import { createMetrics } from './monitoring/metrics.ts';

/** Mails in hand get this long to end by themselves when the notifier stops; then they are cut off. */
const FINISH_WITHIN_MS = 5_000;

export interface Notifier {
  /** Finishes the mails in hand, or gives them up after 5 s, and closes the connections. */
  stop(): Promise<void>;
}

/**
 * Starts a worker on the e-mail queue. Works however often MySQL, Redis or the mail server go away; any number of
 * notifiers share the work. Throws NoAccess for a login that will never do, and BadConfig for a METRICS_PORT that is taken.
 */
export async function startNotifier(config: Config, log: Logger): Promise<Notifier> {
  const pool = createPool(config.databaseUrl, {
    connectionLimit: 6,
    connectTimeoutMs: config.databaseDeadlineMs,
    applicationName: 'kanban-notifier',
    isolation: 'READ COMMITTED',
  });
  await checkAccess(pool, 'deliveries', config.databaseDeadlineMs);
  const metrics = createMetrics();
  const givingUp = new AbortController();
  setMaxListeners(0, givingUp.signal);
  const ledger = createLedger(pool, config, givingUp.signal, log);
  const transport = createTransport(config);
  const deliver = createDeliver(
    ledger,
    (delivery, mayHandOver) => sendEmail(transport, delivery, config, mayHandOver, givingUp.signal),
    config,
    metrics,
    log,
  );

  const redis = connectRedis(config.redisUrl, { name: 'kanban-notifier' });
  redis.on('error', (error) => log.warn({ reason: error.message }, 'Redis is away'));
  const worker = new Worker('email', (job) => deliver(job.data), {
    connection: redis,
    prefix: config.queuePrefix,
    concurrency: config.concurrency,
    lockDuration: config.lockDurationMs,
    stalledInterval: Math.max(config.lockDurationMs / 2, 500),
    // A kill is not the job's fault; how often a delivery may be tried is for the ledger to say.
    maxStalledCount: 1_000,
    maxStartedAttempts: 2_000,
  });
  worker.on('error', (error) => log.debug({ reason: error.message }, 'Worker error'));
  worker.on('failed', (job, error) => log.warn({ job: job?.id, reason: error.message }, 'A job failed'));
  const { metricsPort } = config;
  const isLive = () => worker.isRunning();
  const server = metricsPort ? await serveMonitoring(metricsPort, metrics.registry, isLive) : undefined;

  return {
    async stop() {
      server?.close();
      server?.closeAllConnections();
      const giveUp = setTimeout(() => givingUp.abort(), FINISH_WITHIN_MS);
      await worker.close();
      await ledger.whenIdle();
      clearTimeout(giveUp);
      transport.close();
      redis.disconnect();
      await pool.end();
    },
  };
}
