import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gauge, Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { serveMonitoring } from './monitoring-server.ts';
import { BadConfig } from './settings.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function serve(registry: Registry, isLive = () => true): Promise<string> {
  server = await serveMonitoring(0, registry, isLive, 'The scales are away.');
  return `http://127.0.0.1:${portOf(server)}`;
}

function portOf(listening: Server): number {
  return (listening.address() as AddressInfo).port;
}

test('it tells the numbers, and whether the service lives', async () => {
  const registry = new Registry();
  new Gauge({ name: 'weight', help: 'What it weighs', registers: [registry] }).set(3);
  let isLive = true;
  const address = await serve(registry, () => isLive);
  expect(await (await fetch(`${address}/metrics`)).text()).toContain('weight 3');
  expect((await fetch(`${address}/health/live`)).status).toBe(200);
  isLive = false;
  expect((await fetch(`${address}/health/live`)).status).toBe(503);
  expect((await fetch(`${address}/else`)).status).toBe(404);
});

test('a number that cannot be read is a 503 with our sentence, not with the error', async () => {
  const registry = new Registry();
  const collect = () => Promise.reject(new Error('s3cret'));
  new Gauge({ name: 'weight', help: 'What it weighs', registers: [registry], collect });
  const answer = await fetch(`${await serve(registry)}/metrics`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toBe('The scales are away.\n');
});

test('a taken port is a refusal that names the setting', async () => {
  await serve(new Registry());
  const second = serveMonitoring(server ? portOf(server) : 0, new Registry(), () => true);
  await expect(second).rejects.toThrow(new BadConfig('METRICS_PORT is taken by another program'));
});
