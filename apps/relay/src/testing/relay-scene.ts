import { createPool } from '@kanban/schema';
import { createTestDatabase, type TestDatabase, type TestServer, testServers } from '@kanban/schema/testing';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { type Logger, pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { createPublisher, type Publisher } from '../dispatch/publish.ts';

/** A database and a queue of their own, and what a relay holds of them. */
export interface RelayScene {
  readonly database: TestDatabase;
  readonly config: Config;
  readonly log: Logger;
  /** As the relay opens it: READ COMMITTED. */
  readonly pool: Pool;
  readonly publisher: Publisher;
  readonly queue: Queue;
  readonly redis: Redis;
  writeEvent(payload: unknown, topic?: string): Promise<number>;
  rows(sql: string, values?: readonly unknown[]): Promise<RowDataPacket[]>;
  /** Empties the tables and the queue. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function setRelayScene(
  server: TestServer,
  env: Readonly<Record<string, string>> = {},
): Promise<RelayScene> {
  const database = await createTestDatabase(server);
  const { redisUrl } = testServers();
  const config = readConfig({
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: `{relay-${database.name}}`,
    ...env,
  });
  const log = pino({ level: 'silent' });
  const pool = createPool(database.url, { isolation: 'READ COMMITTED' });
  const publisher = createPublisher(config, log);
  await publisher.whenReady(5_000);
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue('email', { connection: redis, prefix: config.queuePrefix });

  const rows = async (sql: string, values: readonly unknown[] = []) => {
    const [found] = await database.pool.query<RowDataPacket[]>(sql, [...values]);
    return found;
  };
  const forget = async () => {
    const keys = await redis.keys(`${config.queuePrefix}*`);
    if (keys.length > 0) await redis.del(...keys);
  };
  return {
    database,
    config,
    log,
    pool,
    publisher,
    queue,
    redis,
    rows,
    async writeEvent(payload, topic = 'queue.slot_available') {
      const [result] = await database.pool.query<ResultSetHeader>(
        'INSERT INTO outbox_events (topic, payload) VALUES (?, ?)',
        [topic, JSON.stringify(payload)],
      );
      return result.insertId;
    },
    async clear() {
      for (const table of [
        'deliveries',
        'outbox_events',
        'subscriptions',
        'subscription_recipients',
        'collections',
        'settings',
      ]) {
        await database.pool.query(`DELETE FROM ${table}`);
      }
      await forget();
    },
    async close() {
      await forget();
      await queue.close();
      redis.disconnect();
      await publisher.close();
      await pool.end();
      await database.drop();
    },
  };
}
