import type { OpenAPIHono } from '@hono/zod-openapi';
import { metricsRoute } from '@kanban/api/contracts';
import { NoConnectionFree } from '../../connections.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadDeliveryBacklog, UNSENT } from '../../load/delivery-backlog.ts';
import { inSnapshot } from '../../load/snapshot.ts';

/** Prometheus gives up after ten seconds and then has nothing; better without the backlog. */
const BACKLOG_WITHIN_MS = 3_000;

export function addMetrics(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(metricsRoute, async (c) => {
    await measureBacklog(deps);
    const { registry } = deps.measurements;
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }) as never;
  });
}

/** Without a database the old numbers are taken away: none is better than one that looks like now. */
async function measureBacklog({ measurements, log, ...connections }: Deps): Promise<void> {
  const { databaseUp, outboxBacklog, outboxOldestSeconds, deliveries } = measurements;
  try {
    const backlog = await inSnapshot(connections, loadDeliveryBacklog, BACKLOG_WITHIN_MS);
    databaseUp.set(1);
    outboxBacklog.set(backlog.outboxEvents);
    outboxOldestSeconds.set(backlog.outboxOldestSeconds);
    for (const state of UNSENT) deliveries.set({ state }, backlog.deliveries.get(state) ?? 0);
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'no backlog to measure');
    // Our own connections are no sign of what the database does.
    if (!(error instanceof NoConnectionFree)) databaseUp.set(0);
    outboxBacklog.remove();
    outboxOldestSeconds.remove();
    deliveries.reset();
  }
}
