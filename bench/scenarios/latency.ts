import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { writeEvent } from '@kanban/ledger/testing';
import { createTestDatabase, type TestDatabase, testDatabases, testServers } from '@kanban/schema/testing';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { until } from '../../scripts/servers/until.mjs';
import { type Benchmark, percentile } from '../measurement.ts';
import { startProgram, stopProgram } from '../processes.ts';
import { eventOf, turnOffStorms, writeEvents } from './outbox.ts';

const perSecond = 100;

/**
 * Milliseconds from the commit of an event to the start of its job, at 100 events per second: through relay and Redis,
 * compared with a program that adds the job to Redis and does not use the database.
 */
export const latency: Benchmark = async function* ({ quick }) {
  const seconds = quick ? 3 : 30;
  for (const server of testDatabases()) {
    const database = await createTestDatabase(server);
    await turnOffStorms(database);
    const prefix = `{bench-${randomUUID()}}`;
    const env = { DATABASE_URL: database.url, REDIS_URL: testServers().redisUrl, QUEUE_PREFIX: prefix };
    const relay = startProgram('apps/relay/src/main.ts', [], env);
    const bare = await bareLatencies(seconds);
    const ours = await relayLatencies(database, prefix, seconds);
    await stopProgram(relay);
    await database.drop();
    for (const [share, aim] of [
      [0.5, '≤ 20 ms'],
      [0.99, '≤ 150 ms'],
    ] as const) {
      const [own, baseline] = [percentile(ours, share), percentile(bare, share)];
      yield {
        name: `commit to job start, p${share * 100}, ${perSecond} events/s`,
        server: server.name,
        unit: 'ms',
        ours: own,
        baselineName: 'bare add to Redis',
        baseline,
        ratio: baseline / own,
        aim,
      };
    }
  }
};

async function relayLatencies(database: TestDatabase, prefix: string, seconds: number): Promise<number[]> {
  const committedAt = new Map<number, number>();
  const startedAt = new Map<number, number>();
  const take = (eventId: number) => startedAt.set(eventId, performance.now());
  const worker = startWorker('email', prefix, ({ eventId }) => take(eventId as number));
  // The first one also opens connections and builds plans.
  await writeEvents(database, 1);
  await until(async () => startedAt.size === 1, 30_000, 20, 'the first job');
  startedAt.clear();
  await evenly(seconds, async (n) => {
    const { topic, payload } = eventOf(n + 1);
    committedAt.set(await writeEvent(database.pool, payload, topic), performance.now());
  });
  await until(async () => startedAt.size === committedAt.size, 30_000, 20, 'all jobs');
  await worker.close();
  return [...committedAt].map(([id, at]) => Math.max((startedAt.get(id) ?? Number.NaN) - at, 0));
}

async function bareLatencies(seconds: number): Promise<number[]> {
  const prefix = `{bench-${randomUUID()}}`;
  const latencies: number[] = [];
  const queue = new Queue('bare', { connection: new Redis(testServers().redisUrl), prefix });
  const worker = startWorker('bare', prefix, ({ at }) => latencies.push(performance.now() - (at as number)));
  await worker.waitUntilReady();
  await evenly(seconds, async () => {
    await queue.add('event', { at: performance.now() });
  });
  await until(async () => latencies.length === seconds * perSecond, 30_000, 20, 'all bare jobs');
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  return latencies;
}

function startWorker(name: string, prefix: string, take: (data: Record<string, unknown>) => void): Worker {
  const connection = new Redis(testServers().redisUrl, { maxRetriesPerRequest: null });
  return new Worker(name, async (job) => take(job.data), { connection, prefix, concurrency: 100 });
}

/** Starts `work` 100 times per second, whether the previous one has ended or not. */
async function evenly(seconds: number, work: (n: number) => Promise<void>): Promise<void> {
  const begin = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < seconds * perSecond; n++) {
    await setTimeout(Math.max(begin + (n * 1000) / perSecond - performance.now(), 0));
    running.push(work(n));
  }
  await Promise.all(running);
}
