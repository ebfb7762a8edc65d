import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { type Cable, layCable } from '@kanban/schema/testing/cable';
import type { RowDataPacket } from 'mysql2/promise';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { readConfig } from './config.ts';
import { type Notifier, startNotifier } from './notifier.ts';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

const EVENTS = 100;

describe.each(serviceDatabases())('an outage while events flow, on $name', (server) => {
  const database = boardTest(server);
  let mailServer: MailServer;
  let relay: AppProcess;
  let notifier: Notifier;
  let cables: Record<'MySQL' | 'Redis' | 'the mail server', Cable>;
  let people = 0;

  beforeAll(async () => {
    mailServer = await startMailServer(() => 'accept', { delayMs: 5 });
    cables = {
      MySQL: await layCable(database.url),
      Redis: await layCable(testServers().redisUrl),
      'the mail server': await layCable(mailServer.url),
    };
    const env = {
      DATABASE_URL: cables.MySQL.url,
      REDIS_URL: cables.Redis.url,
      SMTP_URL: cables['the mail server'].url,
      QUEUE_PREFIX: `{outage-${database.name}}`,
      NOTIFIER_CONCURRENCY: '4',
      RETRY_BASE_MS: '50',
      RETRY_LONGEST_MS: '200',
      // A job that was on its way to the notifier when the line to Redis was cut is offered again after this.
      LOCK_DURATION_MS: '1000',
      RELAY_PUBLISH_LEASE_MS: '1000',
      RELAY_RECONCILE_INTERVAL_MS: '100',
    };
    relay = startApp('relay', env);
    notifier = await startNotifier(readConfig(env), pino({ level: 'fatal' }));
    await relay.printed('Ready');
  });

  afterAll(async () => {
    await notifier.stop();
    await relay.end('SIGTERM');
    for (const cable of Object.values(cables)) cable.close();
    await mailServer.close();
  });

  it.each(['MySQL', 'Redis', 'the mail server'] as const)(
    'of %s delays mails and loses none; only what was cut after hand-over comes twice, and is marked',
    async (name) => {
      const toHearOfThis = (recipient: string) => recipient.startsWith(`${name.replaceAll(' ', '-')}-`);
      const arrivedNow = () => mailServer.mails.filter(({ recipient }) => toHearOfThis(recipient));
      await writeEvents(EVENTS / 2, name);
      await until(() => arrivedNow().length >= 10);
      cables[name].cut();
      await writeEvents(EVENTS / 2, name);
      await relay.printed(name === 'Redis' ? 'Redis is away' : 'Ready');
      await cables[name].mend();
      await until(allProcessed, 30_000);
      const arrived = Map.groupBy(arrivedNow(), ({ recipient }) => recipient);
      expect(arrived.size).toBe(EVENTS);
      const twice = [...arrived.values()].filter((copies) => copies.length > 1);
      const [marked] = await database.pool.query<RowDataPacket[]>(
        'SELECT recipient FROM deliveries WHERE may_be_duplicate',
      );
      const isMarked = new Set(marked.map((row) => row.recipient));
      expect(twice.filter(([first]) => !isMarked.has(first?.recipient))).toEqual([]);
      if (name !== 'the mail server') expect(twice).toEqual([]);
    },
  );

  async function writeEvents(count: number, outage: string): Promise<void> {
    const rows = Array.from({ length: count }, () => {
      const notify_email = `${outage.replaceAll(' ', '-')}-${people++}@example.test`;
      const payload = { queue_name: 'test', notify_email };
      return ['queue.slot_available', JSON.stringify(payload)];
    });
    await database.pool.query('INSERT INTO outbox_events (topic, payload) VALUES ?', [rows]);
  }

  async function allProcessed(): Promise<boolean> {
    const open = 'SELECT COUNT(*) AS open FROM outbox_events WHERE processed_at IS NULL';
    const [rows] = await database.pool.query<RowDataPacket[]>(open);
    return rows[0]?.open === 0;
  }
});
