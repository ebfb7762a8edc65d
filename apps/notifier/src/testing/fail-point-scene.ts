import { createTestDatabase, type TestDatabase, type TestServer, testServers } from '@kanban/schema/testing';
import { Redis } from 'ioredis';
import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { until } from '../../../../scripts/servers/until.mjs';
import { type AppProcess, startApp } from './app-process.ts';
import { type Behaviour, type MailServer, startMailServer } from './mail-server.ts';

/** A board whose relay or notifier dies at a fail point while somebody is to hear of something. */
export interface FailPointScene {
  readonly database: TestDatabase;
  readonly mailServer: MailServer;
  readonly redis: Redis;
  readonly env: Readonly<Record<string, string>>;
  /** A recipient of their own for each test; the mail server does so with their first, second … mail, then it accepts. */
  someone(...plan: readonly (Behaviour | Promise<Behaviour>)[]): string;
  /** An event written as the triggers do; text is taken as it is. Returns its id. */
  write(payload: Readonly<Record<string, unknown>> | string, fannedOut?: boolean): Promise<number>;
  /** A delivery of an event that is fanned out already, in the state that `set` says. Returns the ids of both. */
  deliver(recipient: string, set: string): Promise<{ event: number; delivery: number }>;
  rows(sql: string, values?: readonly unknown[]): Promise<RowDataPacket[]>;
  /** Starts a real process that dies at `point`, and resolves once it has. */
  dieAt(app: 'relay' | 'notifier', point: string, env?: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves once every event is processed and nothing is on its way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function setFailPointScene(server: TestServer): Promise<FailPointScene> {
  const database = await createTestDatabase(server);
  const plans = new Map<string, readonly (Behaviour | Promise<Behaviour>)[]>();
  const mailServer = await startMailServer(
    (recipient, tries) => plans.get(recipient)?.[tries - 1] ?? 'accept',
  );
  const { redisUrl } = testServers();
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  let people = 0;
  let dying: AppProcess | undefined;
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    SMTP_URL: mailServer.url,
    QUEUE_PREFIX: `{fail-point-${database.name}}`,
    CHANNELS: 'email',
    SEND_TIMEOUT_MS: '800',
    CLAIM_LEASE_MS: '1000',
    LOCK_DURATION_MS: '1000',
    RETRY_BASE_MS: '20',
    RELAY_PUBLISH_LEASE_MS: '300',
    RELAY_DELIVERIES_A_TRANSACTION: '2',
    RELAY_RECONCILE_INTERVAL_MS: '50',
  };

  async function rows(sql: string, values: readonly unknown[] = []): Promise<RowDataPacket[]> {
    const [found] = await database.pool.query<RowDataPacket[]>(sql, [...values]);
    return found;
  }
  async function insert(sql: string, values: readonly unknown[]): Promise<number> {
    const [{ insertId }] = await database.pool.query<ResultSetHeader>(sql, [...values]);
    return insertId;
  }
  const write: FailPointScene['write'] = (payload, fannedOut = false) => {
    const text =
      typeof payload === 'string'
        ? payload
        : JSON.stringify({ value_stream: 'main', queue_name: 'test', ...payload });
    return insert(
      `INSERT INTO outbox_events (topic, payload, fanned_out_at)
       VALUES ('queue.slot_available', ?, IF(?, UTC_TIMESTAMP(6), NULL))`,
      [text, fannedOut],
    );
  };

  return {
    database,
    mailServer,
    redis,
    env,
    rows,
    write,
    someone(...plan) {
      const address = `person-${++people}@example.test`;
      plans.set(address, plan);
      return address;
    },
    async deliver(recipient, set) {
      const event = await write({ notify_email: recipient }, true);
      // In one statement, so that no relay sees it in another state.
      const delivery = await insert(
        `INSERT INTO deliveries SET event_id = ?, channel = 'email', recipient = ?, ${set}`,
        [event, recipient],
      );
      return { event, delivery };
    },
    async dieAt(app, point, more = {}) {
      const process = startApp(app, { ...env, ...more, KANBAN_FAIL_POINT: point });
      dying = process;
      await process.printed(`Killed at fail point ${point.replace(/:\d+$/, '')}`);
      const code = process.child.exitCode ?? process.child.signalCode;
      if (code !== 'SIGKILL') {
        await new Promise((resolve) => process.child.once('exit', resolve));
      }
    },
    async settled() {
      await until(async () => {
        const [open] = await rows(
          `SELECT (SELECT COUNT(*) FROM outbox_events WHERE processed_at IS NULL)
                + (SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'queued', 'sending', 'collected')) AS total`,
        );
        return Number(open?.total) === 0;
      });
    },
    async close() {
      dying?.child.kill('SIGKILL');
      const keys = await redis.keys(`${env.QUEUE_PREFIX}*`);
      if (keys.length > 0) await redis.del(...keys);
      redis.disconnect();
      await mailServer.close();
      await database.drop();
    },
  };
}
