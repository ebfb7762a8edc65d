import { checkAccess, createPool } from '@kanban/schema';
import { serveMonitoring } from '@kanban/service';
import { startTracing } from '@kanban/service/tracing';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { dispatch, dispatchPending } from './dispatch/dispatch.ts';
import { createPublisher } from './dispatch/publish.ts';
import { fanOut } from './fan-out/fan-out.ts';
import type { Progress } from './fan-out/progress.ts';
import { startLoop } from './loop.ts';
import { createMetrics } from './monitoring/metrics.ts';
import { traceFanOut, tracePublisher } from './monitoring/trace-events.ts';
import { createReconciler } from './reconcile/reconcile.ts';

/**
 * Without a run for this long, something hangs. A relay whose database is away is not live either, and being started again
 * does it no harm.
 */
const STUCK_AFTER_MS = 60_000;

export interface Relay {
  /** Lets the current runs finish, then closes the connections. */
  stop(): Promise<void>;
  /** Whether each loop has come round lately. */
  isLive(): boolean;
}

/**
 * Starts the three loops: events to deliveries and jobs, deliveries that became due to jobs, and putting back what got
 * stuck. Works however often MySQL or Redis go away; any number of relays share the work. Throws NoAccess for a login that
 * will never do, and BadConfig for a METRICS_PORT that is taken.
 */
export async function startRelay(config: Config, log: Logger): Promise<Relay> {
  const pool = createPool(config.databaseUrl, {
    connectionLimit: 8,
    connectTimeoutMs: config.databaseDeadlineMs,
    applicationName: 'kanban-relay',
    isolation: 'READ COMMITTED',
  });
  await checkAccess(pool, 'deliveries', config.databaseDeadlineMs);
  const tracer = await startTracing(
    { endpoint: config.tracingEndpoint, service: 'kanban-relay', board: config.queuePrefix },
    log,
  );
  const publisher = tracePublisher(tracer, createPublisher(config, log), log);
  await publisher.whenReady(1_000);
  const metrics = createMetrics(pool, config.databaseDeadlineMs);
  const reconciler = createReconciler(pool, publisher, config, log);
  const nextFanOut = createPacing(config);
  const nextDispatch = createPacing(config);
  const progress: Progress = {};
  let publishing: Promise<void> = Promise.resolve();

  /** The next batch is fanned out while Redis takes the last one. */
  async function runFanOut(): Promise<number> {
    const begin = Date.now();
    const { events, refused, deliveries, isFull } = await fanOut(pool, config, log, progress);
    if (tracer) {
      // A trace that is not told is no reason not to deliver.
      traceFanOut(tracer, pool, deliveries, begin, Date.now(), config.databaseDeadlineMs).catch((error) =>
        log.debug({ reason: error.message }, 'A trace was not told'),
      );
    }
    metrics.eventsFannedOut.inc(events - refused);
    metrics.eventsRefused.inc(refused);
    for (const { eventId, deliveryId } of deliveries) log.debug({ eventId, deliveryId }, 'Fanned out');
    await publishing;
    publishing = dispatch(pool, publisher, deliveries, config).then(
      () => metrics.published.inc(deliveries.length),
      (error) => log.warn({ err: error, deliveries: deliveries.length }, 'Not published; due again later'),
    );
    return isFull ? 0 : nextFanOut(events);
  }

  async function runDispatch(): Promise<number> {
    const published = await dispatchPending(pool, publisher, config);
    metrics.published.inc(published);
    return nextDispatch(published);
  }

  async function runReconcile(): Promise<number> {
    const { expiredClaims, requeued } = await reconciler.runOnce();
    metrics.expiredClaims.inc(expiredClaims);
    metrics.requeued.inc(requeued);
    return config.reconcileIntervalMs;
  }

  const loops = [
    startLoop('fan-out', runFanOut, log),
    startLoop('dispatch', runDispatch, log),
    startLoop('reconcile', runReconcile, log),
  ];
  const startedAt = Date.now();
  const isLive = () =>
    loops.every((loop) => Date.now() - Math.max(loop.lastSuccessAt(), startedAt) < STUCK_AFTER_MS);
  const { metricsPort } = config;
  const server = metricsPort
    ? await serveMonitoring(metricsPort, metrics.registry, isLive, 'The database did not answer.')
    : undefined;

  return {
    isLive,
    async stop() {
      server?.close();
      server?.closeAllConnections();
      await Promise.all(loops.map((loop) => loop.stop()));
      await publishing;
      await publisher.close();
      await tracer?.close();
      await pool.end();
    },
  };
}

/** Short pauses while there is work, none while batches are full, longer ones the longer there is nothing. */
function createPacing({ batchSize, pollMinMs, pollMaxMs }: Config): (handled: number) => number {
  let pauseMs = pollMinMs;
  return (handled) => {
    if (handled >= batchSize) return 0;
    pauseMs = handled > 0 ? pollMinMs : Math.min(pauseMs * 1.5, pollMaxMs);
    return pauseMs;
  };
}
