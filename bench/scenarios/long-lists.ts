import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createTestDatabase, serviceDatabases, type TestDatabase, testServers } from '@kanban/schema/testing';
import { until } from '../../scripts/servers/until.mjs';
import { type Benchmark, timeMs } from '../measurement.ts';
import { startProgram, stopProgram } from '../processes.ts';
import { deliveriesIn, writeEvents } from './outbox.ts';

/** Events and those who hear of each: one list that is longer than anything, and many long ones at once. */
const lists = [
  [1, 100_000],
  [300, 600],
] as const;

/**
 * Deliveries a second out of long lists of recipients, until each has its job in Redis, beside nothing but the INSERT of as many
 * rows. And the most memory that the relay took, beside one that had next to nothing to do.
 */
export const longLists: Benchmark = async function* ({ quick }) {
  const { redisUrl } = testServers();
  for (const server of serviceDatabases()) {
    const idleMb = await mostMemoryMb(server, redisUrl, 1, 10);
    for (const [events, recipients] of lists) {
      const people = quick ? recipients / 10 : recipients;
      const { tookMs, mostMb, bareMs } = await measure(server, redisUrl, events, people);
      const name = `${events} × ${people} deliveries`;
      const total = events * people;
      const common = { server: server.name, aim: '' };
      yield {
        ...common,
        name,
        unit: '/s',
        ours: (total / tookMs) * 1000,
        baselineName: 'bare INSERT',
        baseline: (total / bareMs) * 1000,
        ratio: bareMs / tookMs,
        aim: '≥ 0.15',
      };
      yield {
        ...common,
        name: `${name}, memory`,
        unit: 'MB',
        ours: mostMb,
        baselineName: 'of 10 deliveries',
        baseline: idleMb,
        ratio: idleMb / mostMb,
        aim: '≥ 0.25',
      };
    }
  }
};

type Server = ReturnType<typeof serviceDatabases>[number];

async function mostMemoryMb(server: Server, redisUrl: string, events: number, people: number) {
  return (await measure(server, redisUrl, events, people)).mostMb;
}

async function measure(server: Server, redisUrl: string, events: number, people: number) {
  const database = await createTestDatabase(server);
  const bare = await createTestDatabase(server);
  await subscribe(database, people);
  const relay = startProgram('apps/relay/src/main.ts', [], {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: `{bench-${randomUUID()}}`,
  });
  try {
    const total = events * people;
    // A queue each: no burst makes one of several.
    await database.pool.query("INSERT INTO settings (name, value) VALUES ('storm_window_seconds', '0')");
    await writeEvents(database, events);
    const tookMs = await timeMs(() =>
      until(
        async () => (await deliveriesIn(database, 'queued')) === total,
        900_000,
        20,
        `${total} deliveries`,
      ),
    );
    const mostMb =
      Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${relay.pid}/status`, 'utf8'))?.[1]) / 1024;
    await writeEvents(bare, events);
    const bareMs = await timeMs(() => insertBare(bare, people));
    return { tookMs, mostMb, bareMs };
  } finally {
    await stopProgram(relay);
    await Promise.all([database.drop(), bare.drop()]);
  }
}

async function subscribe({ pool }: TestDatabase, people: number): Promise<void> {
  for (let from = 0; from < people; from += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, people - from) }, (_, n) => [
      `person-${from + n}@example.test`,
    ]);
    await pool.query('INSERT INTO subscriptions (recipient) VALUES ?', [rows]);
  }
}

async function insertBare({ pool }: TestDatabase, people: number): Promise<void> {
  const [events] = await pool.query<never[]>('SELECT id FROM outbox_events ORDER BY id');
  for (const { id } of events as { id: number }[]) {
    for (let from = 0; from < people; from += 1_000) {
      const rows = Array.from({ length: Math.min(1_000, people - from) }, (_, n) => [
        id,
        'email',
        `person-${from + n}@example.test`,
      ]);
      await pool.query('INSERT INTO deliveries (event_id, channel, recipient) VALUES ?', [rows]);
    }
  }
}
