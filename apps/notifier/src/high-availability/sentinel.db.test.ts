import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
  let open: Promise<Behaviour>;
  const apps: AppProcess[] = [];

  beforeEach(async () => {
    const [server] = testDatabases();
    if (!server) throw new Error('No test database');
    open = Promise.resolve('accept');
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

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.end('SIGTERM')));
    await mailServer.close();
    await sentinels.stop();
    await database.drop();
  });

  it.each([
    ['is killed', 'SIGKILL'],
    ['hangs with its connections open', 'SIGSTOP'],
  ] as const)(
    'takes another server when the master %s: nothing is lost, nothing comes twice',
    async (_, signal) => {
      const before = await sentinels.master();
      const writing = (async () => {
        for (let written = 0; written < EVENTS; written += BATCH) {
          await writeEvents(database.pool, written, BATCH);
          await until(() => mailServer.mails.length >= written - 5 * BATCH, 60_000);
        }
      })();
      await until(() => mailServer.mails.length >= EVENTS / 4);
      sentinels.signal(before, signal);
      await writing;
      await untilProcessed(database.pool, EVENTS, 40_000);
      expect(await sentinels.master()).not.toBe(before);
      expect(await wrongs(database.pool, EVENTS, mailServer.mails)).toEqual([]);
      expect(twice(mailServer.mails)).toEqual([]);
    },
  );

  it('has lost jobs that were not replicated yet: the relay puts them back, long before their patience ends', async () => {
    const before = await sentinels.master();
    let release: (behaviour: Behaviour) => void = () => {};
    open = new Promise((resolve) => {
      release = resolve;
    });
    // Replicas are cut off as soon as there is anything to tell them.
    await sentinels.ask(before, 'CONFIG SET client-output-buffer-limit "replica 1 1 0"');
    await writeEvents(database.pool, 0, EVENTS);
    await until(async () => {
      const [[row]] = await database.pool.query<RowDataPacket[]>(
        "SELECT COUNT(*) AS queued FROM deliveries WHERE state = 'queued'",
      );
      return row?.queued > EVENTS / 2;
    });
    sentinels.signal(before, 'SIGKILL');
    await Promise.any(apps.slice(0, 2).map((relay) => relay.printed('what was queued is published again')));
    release('accept');
    await untilProcessed(database.pool, EVENTS, 40_000);
    expect(await wrongs(database.pool, EVENTS, mailServer.mails)).toEqual([]);
    expect(twice(mailServer.mails)).toEqual([]);
  });
});
