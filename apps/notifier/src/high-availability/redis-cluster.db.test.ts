import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  /** Events so far: the second test goes on with what the first one left. */
  let total = 0;
  const apps: AppProcess[] = [];

  beforeAll(async () => {
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

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.end('SIGTERM')));
    await mailServer.close();
    await cluster.stop();
    await database.drop();
  });

  it('goes on when the master of the queues hangs with its connections open: nothing is lost, nothing comes twice', async () => {
    const before = await owner();
    await sendWhile(() => cluster.signal(before, 'SIGSTOP'));
    expect(await owner()).not.toBe(before);
    cluster.signal(before, 'SIGCONT');
    await until(async () =>
      (await cluster.ask(before, 'INFO replication'))?.includes('master_link_status:up'),
    );
  });

  it('goes on when the master of the queues is killed: nothing is lost, nothing comes twice', async () => {
    const before = await owner();
    await sendWhile(() => cluster.signal(before, 'SIGKILL'));
    expect(await owner()).not.toBe(before);
  });

  const owner = () => cluster.ownerOf(`${queuePrefix}:email:meta`);

  /** Sends EVENTS, lets it happen in the middle, and sees that all arrive, once each. */
  async function sendWhile(happens: () => void): Promise<void> {
    const first = mailServer.mails.length;
    const writing = (async () => {
      for (let written = 0; written < EVENTS; written += BATCH) {
        await writeEvents(database.pool, total, BATCH);
        total += BATCH;
        await until(() => mailServer.mails.length - first >= written - 5 * BATCH, 60_000);
      }
    })();
    await until(() => mailServer.mails.length - first >= EVENTS / 4);
    happens();
    await writing;
    await untilProcessed(database.pool, total, 40_000);
    expect(await wrongs(database.pool, total, mailServer.mails)).toEqual([]);
    expect(twice(mailServer.mails)).toEqual([]);
  }
});
