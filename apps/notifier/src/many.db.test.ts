import { serviceDatabases, testServers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

const EVENTS = 600;

describe.each(serviceDatabases())('two relays and three notifiers on $name', (server) => {
  const database = boardTest(server);
  let mailServer: MailServer;
  let notifiers: AppProcess[];
  const apps: AppProcess[] = [];

  beforeAll(async () => {
    mailServer = await startMailServer(() => 'accept', { delayMs: 10 });
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{many-${database.name}}`,
      RELAY_BATCH_SIZE: '50',
      NOTIFIER_CONCURRENCY: '10',
    };
    notifiers = [1, 2, 3].map(() => startApp('notifier', env));
    apps.push(...notifiers, startApp('relay', env), startApp('relay', env));
    await Promise.all(apps.map((app) => app.printed('Ready')));
  });

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.end('SIGTERM')));
    await mailServer.close();
  });

  it(`share ${EVENTS} events: each is sent once, by one of them, and each of them sends`, async () => {
    const rows = Array.from({ length: EVENTS }, (_, person) => {
      const payload = { queue_name: 'test', notify_email: `person-${person}@example.test` };
      return ['queue.slot_available', JSON.stringify(payload)];
    });
    await database.pool.query('INSERT INTO outbox_events (topic, payload) VALUES ?', [rows]);
    const open = 'SELECT COUNT(*) AS open FROM outbox_events WHERE processed_at IS NULL';
    await until(async () => (await database.pool.query<RowDataPacket[]>(open))[0][0]?.open === 0);
    const recipients = mailServer.mails.map(({ recipient }) => recipient);
    expect(recipients).toHaveLength(EVENTS);
    expect(new Set(recipients).size).toBe(EVENTS);
    const sentBy = notifiers.map(({ lines }) => lines.filter((line) => line.includes('"Sent"')).length);
    expect(sentBy.reduce((sum, count) => sum + count, 0)).toBe(EVENTS);
    expect(Math.min(...sentBy)).toBeGreaterThan(0);
  });
});
