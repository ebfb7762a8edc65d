import { createTestDatabase, serviceDatabases, type TestDatabase, testServers } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from './testing/app-process.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

const EVENTS = 600;
const BATCHES = 12;
const KILLS = 3;
const seed = 20_261_122;

describe.each(serviceDatabases())('kill -9 on $name', (server) => {
  let database: TestDatabase;
  let mailServer: MailServer;
  const running = new Map<'relay' | 'notifier', AppProcess>();

  beforeEach(async () => {
    database = await createTestDatabase(server);
    // Two milliseconds a mail: so that there is always something in hand to be killed in the middle of.
    mailServer = await startMailServer(() => 'accept', { delayMs: 2 });
  });

  afterEach(async () => {
    for (const app of running.values()) await app.end('SIGKILL');
    await mailServer.close();
    await database.drop();
  });

  describe('No event is lost, and nothing is sent twice', () => {
    it(`loses nothing of ${EVENTS} events when relay and notifier are killed ${KILLS} times each, and marks every second copy`, async () => {
      const random = seeded(seed);
      const env = {
        DATABASE_URL: database.url,
        REDIS_URL: testServers().redisUrl,
        SMTP_URL: mailServer.url,
        QUEUE_PREFIX: `{kill-${database.name}}`,
        NOTIFIER_CONCURRENCY: '20',
        SEND_TIMEOUT_MS: '1000',
        CLAIM_LEASE_MS: '1500',
        LOCK_DURATION_MS: '1000',
        RELAY_PUBLISH_LEASE_MS: '1000',
        RELAY_QUEUED_PATIENCE_MS: '3000',
        RELAY_RECONCILE_INTERVAL_MS: '200',
        RETRY_BASE_MS: '50',
      };
      const start = async (name: 'relay' | 'notifier') => {
        const app = startApp(name, env);
        running.set(name, app);
        await app.printed('Ready');
      };
      await Promise.all([start('relay'), start('notifier')]);

      let written = 0;
      const writeBatch = async () => {
        const rows = Array.from({ length: EVENTS / BATCHES }, () => {
          const payload = { queue_name: 'test', notify_email: `person-${written++}@example.test` };
          return ['queue.slot_available', JSON.stringify(payload)];
        });
        await database.pool.query('INSERT INTO outbox_events (topic, payload) VALUES ?', [rows]);
      };
      const writing = (async () => {
        while (written < EVENTS) {
          await writeBatch();
          // The next events come when most of these have arrived: the flow lasts as long as the kills.
          await until(() => mailServer.mails.length >= written * 0.9 - 100, 60_000, 5);
        }
      })();

      const kills = [...Array(KILLS).fill('relay'), ...Array(KILLS).fill('notifier')] as const;
      for (const name of shuffled(kills, random)) {
        const killAt = Math.min(mailServer.mails.length + Math.floor(random() * 60), EVENTS);
        await until(() => mailServer.mails.length >= killAt, 60_000, 2);
        await running.get(name)?.end('SIGKILL');
        await start(name);
      }
      await writing;
      const open = 'SELECT COUNT(*) AS open FROM outbox_events WHERE processed_at IS NULL';
      await until(async () => (await rowsOf(database, open))[0]?.open === 0, 60_000, 50);

      const deliveries = await rowsOf(
        database,
        'SELECT recipient, state, may_be_duplicate AS isMarked, message_id AS messageId FROM deliveries',
      );
      expect(deliveries).toHaveLength(EVENTS);
      const copies = Map.groupBy(mailServer.mails, ({ recipient }) => recipient);
      const wrong = deliveries.filter(({ recipient, state, isMarked, messageId }) => {
        const received = copies.get(recipient) ?? [];
        const isLost = received.length === 0 || state !== 'sent';
        const isTwiceUnmarked = received.length > 1 && isMarked !== 1;
        return isLost || isTwiceUnmarked || received.some((mail) => mail.messageId !== messageId);
      });
      expect(wrong).toEqual([]);
      const twice = [...copies.values()].filter((received) => received.length > 1).length;
      const marked = deliveries.filter(({ isMarked }) => isMarked === 1).length;
      // At most what was in hand when a notifier was killed can have been cut behind hand-over.
      expect(marked).toBeLessThanOrEqual(KILLS * 20);
      console.info(`${server.name}: ${mailServer.mails.length} mails, ${marked} marked, ${twice} twice`);
    });
  });
});

async function rowsOf(database: TestDatabase, sql: string): Promise<RowDataPacket[]> {
  const [rows] = await database.pool.query<RowDataPacket[]>(sql);
  return rows;
}

/** Mulberry32: the same numbers for the same seed. */
function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}
