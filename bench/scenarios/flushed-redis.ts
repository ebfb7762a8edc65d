import { randomUUID } from 'node:crypto';
import { createTestDatabase, testDatabases, testServers } from '@kanban/schema/testing';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { until } from '../../scripts/servers/until.mjs';
import { type Benchmark, timeMs } from '../measurement.ts';
import { startProgram, stopProgram } from '../processes.ts';
import { deliveriesIn, eventOf, turnOffStorms, writeEvents } from './outbox.ts';

/** Seconds until all queued deliveries are jobs again after Redis was flushed, beside a bare addBulk of as many jobs. */
export const flushedRedis: Benchmark = async function* ({ quick }) {
  const count = quick ? 10_000 : 100_000;
  const { redisUrl } = testServers();
  for (const server of testDatabases()) {
    const database = await createTestDatabase(server);
    await turnOffStorms(database);
    const prefix = `{bench-${randomUUID()}}`;
    const env = { DATABASE_URL: database.url, REDIS_URL: redisUrl, QUEUE_PREFIX: prefix };
    const relay = startProgram('apps/relay/src/main.ts', [], env);
    const redis = new Redis(redisUrl);
    const queue = new Queue('email', { connection: redis, prefix });
    try {
      await writeEvents(database, count);
      const areQueued = async () => (await deliveriesIn(database, 'queued')) === count;
      await until(areQueued, 300_000, 20, `${count} jobs`);
      await redis.flushall();
      const areBack = async () => (await queue.count()) === count && (await areQueued());
      const ours = await timeMs(() => until(areBack, 300_000, 20, 'all jobs again'));
      await redis.flushall();
      const baseline = await timeMs(() => addAll(queue, count));
      yield {
        name: `${count} jobs again after FLUSHALL`,
        server: server.name,
        unit: 's',
        ours: ours / 1000,
        baselineName: 'bare addBulk',
        baseline: baseline / 1000,
        ratio: baseline / ours,
        aim: '≤ 30 s',
      };
    } finally {
      await stopProgram(relay);
      await redis.flushall();
      await queue.close();
      redis.disconnect();
      await database.drop();
    }
  }
};

async function addAll(queue: Queue, count: number): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    await queue.addBulk(
      Array.from({ length: 500 }, (_, n) => ({ name: 'event', data: eventOf(from + n).payload })),
    );
  }
}
