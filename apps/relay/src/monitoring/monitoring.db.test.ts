import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endPrepared, serviceDatabases } from '@kanban/schema/testing';
import { serveMonitoring } from '@kanban/service';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fanOut } from '../fan-out/fan-out.ts';
import { type RelayScene, setRelayScene } from '../testing/relay-scene.ts';
import { createMetrics } from './metrics.ts';

describe.each(serviceDatabases())('monitoring on $name', (server) => {
  let scene: RelayScene;
  let http: Server;
  let isLive = true;

  beforeAll(async () => {
    scene = await setRelayScene(server);
    const { registry } = createMetrics(scene.pool, scene.config.databaseDeadlineMs);
    http = await serveMonitoring(0, registry, () => isLive);
  });
  beforeEach(() => scene.clear());
  afterAll(async () => {
    http.close();
    await scene.close();
  });

  const get = (path: string) => fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}${path}`);
  /** The number behind a series, as Prometheus would read it. */
  const told = async (series: string) => {
    const line = (await (await get('/metrics')).text())
      .split('\n')
      .find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length));
  };

  it('tells the backlog from the database', async () => {
    await scene.writeEvent({ notify_email: 'a@x.test' });
    await fanOut(scene.pool, scene.config, scene.log);
    await scene.writeEvent({ notify_email: 'b@x.test' });
    expect(await told('kanban_deliveries_open{channel="email",state="pending"}')).toBe(1);
    expect(await told('kanban_deliveries_open{channel="email",state="sending"}')).toBe(0);
    expect(await told('kanban_events_pending')).toBe(1);
    expect(await told('kanban_oldest_pending_event_age_seconds')).toBeGreaterThan(0);
    expect(await told('kanban_oldest_unprocessed_event_age_seconds')).toBeLessThan(60);
  });

  it('tells the age of what is late, not of what is held back on purpose', async () => {
    for (const who of ['late', 'held', 'failed', 'sent']) {
      await scene.writeEvent({ notify_email: `${who}@x.test` });
    }
    await fanOut(scene.pool, scene.config, scene.log);
    const change = (who: string, to: string) =>
      scene.rows(`UPDATE deliveries SET ${to} WHERE recipient = '${who}@x.test'`);
    const ago = (seconds: number) => `UTC_TIMESTAMP(6) - INTERVAL ${seconds} SECOND`;
    const later = 'UTC_TIMESTAMP(6) + INTERVAL 1 HOUR';
    const age = () => told('kanban_oldest_open_delivery_age_seconds{channel="email"}');

    await change('held', `created_at = ${ago(9_000)}, due_at = ${later}`);
    await change('sent', `created_at = ${ago(8_000)}, state = 'sent', settled_at = UTC_TIMESTAMP(6)`);
    await change('late', `created_at = ${ago(100)}, due_at = ${ago(90)}`);
    expect(await age()).toSatisfy((seconds: number) => seconds >= 100 && seconds < 160);
    await change('failed', `created_at = ${ago(500)}, attempts = 1, due_at = ${later}`);
    expect(await age()).toSatisfy((seconds: number) => seconds >= 500 && seconds < 560);
    await scene.rows('DELETE FROM deliveries');
    expect(await age()).toBe(0);
  });

  it('tells the dead letters that nobody has dropped', async () => {
    for (const who of ['a', 'b']) await scene.writeEvent({ notify_email: `${who}@x.test` });
    await fanOut(scene.pool, scene.config, scene.log);
    expect(await told('kanban_dead_letters{channel="email"}')).toBe(0);
    await scene.rows("UPDATE deliveries SET state = 'dead', settled_at = UTC_TIMESTAMP(6)");
    expect(await told('kanban_dead_letters{channel="email"}')).toBe(2);
    await scene.rows(
      `UPDATE deliveries SET dropped_at = UTC_TIMESTAMP(6), dropped_by = 'me', dropped_reason = 'gone'
       WHERE recipient = 'a@x.test'`,
    );
    expect(await told('kanban_dead_letters{channel="email"}')).toBe(1);
  });

  it('tells who holds locks that outlive their client', async () => {
    const prepared = async () => Number(await told('kanban_open_transactions{kind="prepared"}'));
    expect(await told('kanban_open_transactions{kind="held"}')).toBe(0);
    const connection = await scene.pool.getConnection();
    const name = `relay ${connection.threadId}`;
    await connection.query('XA START ?', [name]);
    await connection.query("INSERT INTO wip_limits (queue_name) VALUES ('held')");
    await connection.query('XA END ?', [name]);
    await connection.query('XA PREPARE ?', [name]);
    connection.destroy();
    const found = await prepared();
    await endPrepared(scene.pool, `XA ROLLBACK '${name}'`);
    // Others share this server, and may have prepared some as well.
    expect(found).toBeGreaterThan(0);
  });

  it('says whether the work goes round', async () => {
    expect((await get('/health/live')).status).toBe(200);
    isLive = false;
    expect((await get('/health/live')).status).toBe(503);
  });
});
