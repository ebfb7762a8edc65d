import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testDatabases } from '@kanban/schema/testing';
import { serveMonitoring } from '@kanban/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fanOut } from '../fan-out/fan-out.ts';
import { type RelayScene, setRelayScene } from '../testing/relay-scene.ts';
import { createMetrics } from './metrics.ts';

describe.each(testDatabases())('monitoring on $name', (server) => {
  let scene: RelayScene;
  let http: Server;
  let isLive = true;

  beforeAll(async () => {
    scene = await setRelayScene(server);
    const { registry } = createMetrics(scene.pool, scene.config.databaseDeadlineMs);
    http = await serveMonitoring(0, registry, () => isLive);
  });
  afterAll(async () => {
    http.close();
    await scene.close();
  });

  const get = (path: string) => fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}${path}`);

  it('tells the backlog from the database', async () => {
    await scene.writeEvent({ notify_email: 'a@x.test' });
    await fanOut(scene.pool, scene.config, scene.log);
    await scene.writeEvent({ notify_email: 'b@x.test' });
    const text = await (await get('/metrics')).text();
    expect(text).toContain('kanban_deliveries_open{state="pending"} 1');
    expect(text).toContain('kanban_events_pending 1');
    expect(text).toMatch(/^kanban_oldest_unprocessed_event_age_seconds 0\.\d+/m);
  });

  it('says whether the work goes round', async () => {
    expect((await get('/health/live')).status).toBe(200);
    isLive = false;
    expect((await get('/health/live')).status).toBe(503);
  });
});
