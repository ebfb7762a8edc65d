import { type LedgerScene, setLedgerScene } from '@kanban/ledger/testing';
import { type TestServer, testServers } from '@kanban/schema/testing';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type Logger, pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { createPublisher, type Publisher } from '../dispatch/publish.ts';

/** A database and a queue of their own, and what a relay holds of them. */
export interface RelayScene extends LedgerScene {
  readonly config: Config;
  readonly log: Logger;
  readonly publisher: Publisher;
  readonly queue: Queue;
  readonly redis: Redis;
}

export async function setRelayScene(
  server: TestServer,
  env: Readonly<Record<string, string>> = {},
): Promise<RelayScene> {
  const ledger = await setLedgerScene(server);
  const { database } = ledger;
  const { redisUrl } = testServers();
  const config = readConfig({
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: `{relay-${database.name}}`,
    ...env,
  });
  const log = pino({ level: 'silent' });
  const publisher = createPublisher(config, log);
  await publisher.whenReady(5_000);
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue('email', { connection: redis, prefix: config.queuePrefix });

  const forget = async () => {
    const keys = await redis.keys(`${config.queuePrefix}*`);
    if (keys.length > 0) await redis.del(...keys);
  };
  return {
    ...ledger,
    config,
    log,
    publisher,
    queue,
    redis,
    /** And the queue. */
    async clear() {
      await ledger.clear();
      await forget();
    },
    async close() {
      await forget();
      await queue.close();
      redis.disconnect();
      await publisher.close();
      await ledger.close();
    },
  };
}
