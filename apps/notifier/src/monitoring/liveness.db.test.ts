import { createTestDatabase, serviceDatabases, testServers } from '@kanban/schema/testing';
import { connectRedis } from '@kanban/service/redis';
import { Queue } from 'bullmq';
import { expect, it } from 'vitest';
import { freePort } from '../../../../scripts/servers/free-port.mjs';
import { until } from '../../../../scripts/servers/until.mjs';
import { startApp } from '../testing/app-process.ts';
import { settled, writeEvent } from '../testing/board-events.ts';
import { type Behaviour, startMailServer } from '../testing/mail-server.ts';
import { countWaiting } from './liveness.ts';

it('counts the jobs that wait in the queues of its own channels', async () => {
  const queuePrefix = `{liveness-${process.pid}}`;
  const redis = connectRedis(testServers().redisUrl, { name: 'liveness' });
  const email = new Queue('email', { connection: redis, prefix: queuePrefix });
  const slack = new Queue('slack', { connection: redis, prefix: queuePrefix });
  try {
    expect(await countWaiting(redis, { channels: ['email'], queuePrefix })).toBe(0);
    await email.addBulk([1, 2].map((deliveryId) => ({ name: 'deliver', data: { deliveryId } })));
    // One that is for later is no work yet.
    await email.add('deliver', {}, { delay: 60_000 });
    await slack.add('deliver', {});
    expect(await countWaiting(redis, { channels: ['email'], queuePrefix })).toBe(2);
    expect(await countWaiting(redis, { channels: ['email', 'slack'], queuePrefix })).toBe(3);
  } finally {
    await email.obliterate({ force: true });
    await slack.obliterate({ force: true });
    await Promise.all([email.close(), slack.close()]);
    redis.disconnect();
  }
});

it('a notifier whose work hangs while more waits is not live, until it continues', async () => {
  const [server] = serviceDatabases();
  if (!server) throw new Error('No test database');
  const database = await createTestDatabase(server);
  let release: (behaviour: Behaviour) => void = () => {};
  const held = new Promise<Behaviour>((resolve) => {
    release = resolve;
  });
  const mailServer = await startMailServer((recipient) => (recipient.startsWith('held') ? held : 'accept'));
  const port = await freePort();
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: testServers().redisUrl,
    SMTP_URL: mailServer.url,
    QUEUE_PREFIX: `{liveness-${database.name}}`,
  };
  const notifier = { ...env, METRICS_PORT: String(port), NOTIFIER_CONCURRENCY: '1', SILENT_AFTER_MS: '1500' };
  const apps = [startApp('relay', env), startApp('notifier', notifier)];
  const live = async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).status;
  try {
    await Promise.all(apps.map((app) => app.printed('Ready')));
    const first = await writeEvent(database, { notify_email: 'held@example.test' });
    await until(() => mailServer.tries('held@example.test') === 1);
    // One mail in hand and nothing behind it: that is slow, not silent.
    expect(await live()).toBe(200);
    const second = await writeEvent(database, { queue_name: 'else', notify_email: 'waits@example.test' });
    await until(async () => (await live()) === 503);
    release('accept');
    await settled(database, first);
    await settled(database, second);
    await until(async () => (await live()) === 200);
  } finally {
    await Promise.all(apps.map((app) => app.end('SIGTERM')));
    await mailServer.close();
    await database.drop();
  }
});
