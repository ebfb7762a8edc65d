import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RedisCluster, startRedisCluster } from '../../../../scripts/servers/redis-cluster.mjs';
import { findRedis } from '../../../../scripts/servers/redis-nodes.mjs';
import { type AppProcess, startApp } from '../testing/app-process.ts';
import { type MailServer, startMailServer } from '../testing/mail-server.ts';
import { until } from '../testing/until.ts';
import { twice, untilProcessed, writeEvents, wrongs } from './testing/flow.ts';

const EVENTS = 600;
const BATCH = 20;

describe.skipIf(!findRedis())('a Redis Cluster', () => {
  let database: TestDatabase;
  let cluster: RedisCluster;
  let mailServer: MailServer;
  let queuePrefix: string;
  const apps: AppProcess[] = [];

  beforeEach(async () => {
    const [server] = testDatabases();
    if (!server) throw new Error('No test database');
    [database, cluster, mailServer] = await Promise.all([
      createTestDatabase(server),
      startRedisCluster(),
      startMailServer(() => 'accept', { delayMs: 10 }),
    ]);
    queuePrefix = `{cluster-${database.name}}`;
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: cluster.url,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: queuePrefix,
      NOTIFIER_CONCURRENCY: '10',
      // A job that was on its way to a notifier when its connection broke is offered again after this.
      LOCK_DURATION_MS: '2000',
      RELAY_PUBLISH_LEASE_MS: '2000',
    };
    apps.push(...(['relay', 'relay', 'notifier', 'notifier'] as const).map((app) => startApp(app, env)));
    await Promise.all(apps.map((app) => app.printed('Ready')));
  });

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.end('SIGTERM')));
    await mailServer.close();
    await cluster.stop();
    await database.drop();
  });

  it.each([
    ['is killed', 'SIGKILL'],
    ['hangs with its connections open', 'SIGSTOP'],
  ] as const)(
    'goes on when the master of the queues %s: nothing is lost, nothing comes twice',
    async (_, signal) => {
      const before = await cluster.ownerOf(`${queuePrefix}:email:meta`);
      const writing = (async () => {
        for (let written = 0; written < EVENTS; written += BATCH) {
          await writeEvents(database.pool, written, BATCH);
          await until(() => mailServer.mails.length >= written - 5 * BATCH, 60_000);
        }
      })();
      await until(() => mailServer.mails.length >= EVENTS / 4);
      cluster.signal(before, signal);
      await writing;
      await untilProcessed(database.pool, EVENTS, 40_000);
      expect(await cluster.ownerOf(`${queuePrefix}:email:meta`)).not.toBe(before);
      expect(await wrongs(database.pool, EVENTS, mailServer.mails)).toEqual([]);
      expect(twice(mailServer.mails)).toEqual([]);
    },
  );
});
