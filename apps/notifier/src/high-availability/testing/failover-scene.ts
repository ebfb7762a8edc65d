import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import { expect } from 'vitest';
import { until } from '../../../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from '../../testing/app-process.ts';
import { type Behaviour, type MailServer, startMailServer } from '../../testing/mail-server.ts';
import { twice, untilProcessed, writeEvents, wrongs } from './flow.ts';

const BATCH = 20;

/** Two relays and two notifiers on a Redis that fails over, and everybody's mails. */
export interface FailoverScene {
  readonly database: TestDatabase;
  readonly apps: readonly AppProcess[];
  readonly queuePrefix: string;
  write(events: number): Promise<void>;
  /** Writes this many events, lets it happen when a quarter of their mails came, and sees that all arrive, once each. */
  sendWhile(events: number, happens: () => void): Promise<void>;
  /** Whatever was written so far, tests before included. */
  allArrivedOnce(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFailoverScene(
  name: string,
  redisUrl: string,
  behave: () => Behaviour | Promise<Behaviour>,
): Promise<FailoverScene> {
  const [server] = serviceDatabases();
  if (!server) throw new Error('No test database');
  const database = await createTestDatabase(server);
  const mailServer: MailServer = await startMailServer(behave, { delayMs: 10 });
  const queuePrefix = `{${name}-${database.name}}`;
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    SMTP_URL: mailServer.url,
    QUEUE_PREFIX: queuePrefix,
    NOTIFIER_CONCURRENCY: '10',
    // A job that was on its way to a notifier when its connection broke is offered again after this.
    LOCK_DURATION_MS: '2000',
    RELAY_PUBLISH_LEASE_MS: '2000',
  };
  const apps = (['relay', 'relay', 'notifier', 'notifier'] as const).map((app) => startApp(app, env));
  await Promise.all(apps.map((app) => app.printed('Ready')));
  let total = 0;

  async function write(events: number): Promise<void> {
    await writeEvents(database.pool, total, events);
    total += events;
  }

  async function allArrivedOnce(): Promise<void> {
    await untilProcessed(database.pool, total, 80_000);
    expect(await wrongs(database.pool, total, mailServer.mails)).toEqual([]);
    expect(twice(mailServer.mails)).toEqual([]);
  }

  return {
    database,
    apps,
    queuePrefix,
    write,
    allArrivedOnce,
    async sendWhile(events, happens) {
      const first = mailServer.mails.length;
      const writing = (async () => {
        for (let written = 0; written < events; written += BATCH) {
          await write(BATCH);
          await until(() => mailServer.mails.length - first >= written - 5 * BATCH, 60_000);
        }
      })();
      await until(() => mailServer.mails.length - first >= events / 4);
      happens();
      await writing;
      await allArrivedOnce();
    },
    async stop() {
      await Promise.all(apps.map((app) => app.end('SIGTERM')));
      await mailServer.close();
      await database.drop();
    },
  };
}
