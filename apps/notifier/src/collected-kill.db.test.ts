import {
  createTestDatabase,
  oneDatabase,
  repeatDeadlocked,
  type TestDatabase,
  testServers,
} from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

const ROUNDS = 6;
const QUEUES = ['triage', 'test', 'uat'];
const PEOPLE = ['ada@x.test', 'bo@x.test', 'cy@x.test'];
const READERS = ['daily-1@x.test', 'daily-2@x.test'];

describe.each(oneDatabase())('kill -9 while deliveries are collected, on $name', (server) => {
  let database: TestDatabase;
  let mailServer: MailServer;
  const running = new Map<'relay' | 'notifier', AppProcess>();

  beforeEach(async () => {
    database = await createTestDatabase(server);
    mailServer = await startMailServer(() => 'accept', { delayMs: 50 });
  });
  afterEach(async () => {
    for (const app of running.values()) await app.end('SIGKILL');
    await mailServer.close();
    await database.drop();
  });

  const rows = async (sql: string, values: readonly unknown[] = []) =>
    (await database.pool.query<RowDataPacket[]>(sql, [...values]))[0];

  /** Of many rows in no order, so beside the programs it may be a deadlock's victim. */
  const bringHour = () =>
    repeatDeadlocked(() =>
      rows("UPDATE deliveries SET due_at = UTC_TIMESTAMP(6) WHERE is_digest AND state = 'pending'"),
    );

  it('the latest event of each burst is sent, and each event of a digest in one message', async () => {
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: testServers().redisUrl,
      SMTP_URL: mailServer.url,
      QUEUE_PREFIX: `{collected-${database.name}}`,
      CHANNELS: 'email',
      NOTIFIER_CONCURRENCY: '5',
      SEND_TIMEOUT_MS: '1000',
      CLAIM_LEASE_MS: '1200',
      LOCK_DURATION_MS: '1000',
      RELAY_PUBLISH_LEASE_MS: '500',
      RELAY_QUEUED_PATIENCE_MS: '2000',
      RELAY_RECONCILE_INTERVAL_MS: '100',
      RETRY_BASE_MS: '20',
    };
    const start = async (name: 'relay' | 'notifier') => {
      const app = startApp(name, env);
      running.set(name, app);
      await app.printed('Ready');
    };
    await rows("INSERT INTO settings (name, value) VALUES ('storm_window_seconds', '1')");
    await rows(
      "INSERT INTO subscriptions (topic, recipient, digest) VALUES ('news', ?, 'hourly'), ('news', ?, 'hourly')",
      READERS,
    );
    await Promise.all([start('relay'), start('notifier')]);

    const events: { recipient: string; queue: string; mark: string }[] = [];
    const news: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // The hour of the digest comes, and more happens while it is sent; somebody dies with work in hand.
      await bringHour();
      const isInHand = "SELECT 1 FROM deliveries WHERE is_digest AND state = 'sending' LIMIT 1";
      if (round > 0) await until(async () => (await rows(isInHand)).length, 3_000, 5).catch(() => {});
      const storm = PEOPLE.flatMap((recipient) =>
        QUEUES.map((queue) => ({
          recipient,
          queue,
          mark: `wip-${events.length}-${recipient}-${queue}-${round}`,
        })),
      );
      const written = [`news-${round}-a-`, `news-${round}-b-`];
      await rows('INSERT INTO outbox_events (topic, payload) VALUES ?', [
        [
          ...storm.map(({ recipient, queue, mark }) => [
            'queue.overloaded',
            JSON.stringify({
              value_stream: 'main',
              queue_name: queue,
              reference: mark,
              notify_email: recipient,
            }),
          ]),
          ...written.map((mark) => ['news', JSON.stringify({ reference: mark })]),
        ],
      ]);
      events.push(...storm);
      news.push(...written);
      const victim = (['relay', 'notifier', 'notifier'] as const)[round % 3] as 'relay' | 'notifier';
      await running.get(victim)?.end('SIGKILL');
      await start(victim);
    }
    await until(
      async () => {
        await bringHour();
        return (await rows('SELECT 1 FROM outbox_events WHERE processed_at IS NULL LIMIT 1')).length === 0;
      },
      60_000,
      200,
    );

    const deliveries = await rows(
      `SELECT d.*, JSON_UNQUOTE(JSON_EXTRACT(e.payload, '$.reference')) AS mark FROM deliveries d
       JOIN outbox_events e ON e.id = d.event_id ORDER BY d.id`,
    );
    expect(deliveries).toHaveLength(events.length + news.length * READERS.length);
    const byId = new Map(deliveries.map((each) => [each.id, each]));
    const copies = Map.groupBy(mailServer.mails, ({ messageId }) => messageId);
    const wrong: string[] = [];
    for (const delivery of deliveries) {
      const { recipient, mark, state, may_be_duplicate: isMarked } = delivery;
      if (state === 'sent') {
        const mails = copies.get(delivery.message_id) ?? [];
        if (mails.length === 0 || (mails.length > 1 && isMarked !== 1))
          wrong.push(`${mails.length} of ${mark}`);
        if (mails.some((mail) => mail.recipient !== recipient || !mail.raw.includes(mark))) {
          wrong.push(`${mark} is not in its mail to ${recipient}`);
        }
      } else {
        let later = delivery;
        while (later.superseded_by !== null) later = byId.get(later.superseded_by) as RowDataPacket;
        const isTold =
          later.state === 'sent' && later.burst_key === delivery.burst_key && later.id > delivery.id;
        if (state !== 'superseded' || !isTold)
          wrong.push(`${mark} is ${state}, behind it ${later.mark} ${later.state}`);
      }
    }
    for (const recipient of PEOPLE) {
      for (const queue of QUEUES) {
        const last = events.findLast((each) => each.recipient === recipient && each.queue === queue);
        const state = deliveries.find(({ mark }) => mark === last?.mark)?.state;
        if (state !== 'sent') wrong.push(`the latest of ${queue} for ${recipient} is ${state}`);
      }
    }
    for (const recipient of READERS) {
      for (const mark of news) {
        const told = mailServer.mails.filter(
          (mail) => mail.recipient === recipient && mail.raw.includes(mark),
        );
        const messages = new Set(told.map(({ messageId }) => messageId));
        if (messages.size !== 1) wrong.push(`${mark} in ${messages.size} messages to ${recipient}`);
      }
    }
    expect(wrong).toEqual([]);
    const digests = new Set(
      deliveries.filter(({ recipient }) => READERS.includes(recipient)).map((each) => each.message_id),
    );
    expect(digests.size).toBeLessThan(news.length * READERS.length);
    expect(deliveries.filter(({ state }) => state === 'superseded').length).toBeGreaterThan(0);
  });
});
