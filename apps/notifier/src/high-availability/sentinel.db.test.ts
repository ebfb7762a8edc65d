import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRedis } from '../../../../scripts/servers/redis-nodes.mjs';
import { type Sentinels, startSentinels } from '../../../../scripts/servers/sentinel.mjs';
import { type AppProcess, startApp } from '../testing/app-process.ts';
import { type Behaviour, type MailServer, startMailServer } from '../testing/mail-server.ts';
import { until } from '../testing/until.ts';
import { twice, untilProcessed, writeEvents, wrongs } from './testing/flow.ts';

const EVENTS = 600;
const BATCH = 20;

describe.skipIf(!findRedis())('Redis Sentinel', () => {
  let database: TestDatabase;
  let sentinels: Sentinels;
  let mailServer: MailServer;
  /** Mails are taken once this is resolved. */
  let open: Promise<Behaviour> = Promise.resolve('accept');
  /** Events so far: the tests go on with what the one before left. */
  let total = 0;
  const apps: AppProcess[] = [];

  beforeAll(async () => {
    const [server] = testDatabases();
    if (!server) throw new Error('No test database');
    [database, sentinels, mailServer] = await Promise.all([
      createTestDatabase(server),
      startSentinels(),
      startMailServer(() => open, { delayMs: 10 }),
    ]);
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: sentinels.url,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{sentinel-${database.name}}`,
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
    await sentinels.stop();
    await database.drop();
  });

  it('takes another server when the master hangs with its connections open: nothing is lost, nothing comes twice', async () => {
    const before = await sentinels.master();
    await sendWhile(() => sentinels.signal(before, 'SIGSTOP'));
    expect(await sentinels.master()).not.toBe(before);
    sentinels.signal(before, 'SIGCONT');
    await until(async () => (await sentinels.ask(before, 'INFO replication'))?.includes('role:slave'));
  });

  it('takes another server when the master is killed: nothing is lost, nothing comes twice', async () => {
    const before = await sentinels.master();
    await sendWhile(() => sentinels.signal(before, 'SIGKILL'));
    expect(await sentinels.master()).not.toBe(before);
  });

  it('has lost jobs that were not replicated yet: the relay puts them back, long before their patience ends', async () => {
    const before = await sentinels.master();
    let release: (behaviour: Behaviour) => void = () => {};
    open = new Promise((resolve) => {
      release = resolve;
    });
    // Replicas are cut off as soon as there is anything to tell them.
    await sentinels.ask(before, 'CONFIG SET client-output-buffer-limit "replica 1 1 0"');
    await writeEvents(database.pool, total, EVENTS);
    total += EVENTS;
    await until(async () => {
      const [[row]] = await database.pool.query<RowDataPacket[]>(
        "SELECT COUNT(*) AS queued FROM deliveries WHERE state = 'queued'",
      );
      return row?.queued > EVENTS / 2;
    });
    const putBack = timesPutBack();
    sentinels.signal(before, 'SIGKILL');
    await until(() => timesPutBack() > putBack, 30_000);
    release('accept');
    await allArrivedOnce();
  });

  /** How often a relay said so, before this failover and since. */
  function timesPutBack(): number {
    return apps.flatMap(({ lines }) =>
      lines.filter((line) => line.includes('what was queued is published again')),
    ).length;
  }

  /** Sends EVENTS, and lets it happen in the middle. */
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
    await allArrivedOnce();
  }

  async function allArrivedOnce(): Promise<void> {
    await untilProcessed(database.pool, total, 40_000);
    expect(await wrongs(database.pool, total, mailServer.mails)).toEqual([]);
    expect(twice(mailServer.mails)).toEqual([]);
  }
});
