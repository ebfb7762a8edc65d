import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase, testDatabases, testServers } from '@kanban/schema/testing';
import { Queue } from 'bullmq';
import type { RowDataPacket } from 'mysql2/promise';
import { until } from '../../scripts/servers/until.mjs';
import { type Benchmark, timeMs } from '../measurement.ts';
import { startProgram, stopProgram } from '../processes.ts';
import { deliveriesIn, turnOffStorms, writeEvents } from './outbox.ts';

const batch = 500;

/**
 * Outbox rows per second: the relay (recipients, ledger, jobs, everything noted), compared with a simple loop that
 * claims rows, adds them to a queue and marks them. The simple loop loses or repeats rows when it is killed.
 */
export const relayRows: Benchmark = async function* ({ quick }) {
  const events = quick ? 2_000 : 20_000;
  const { redisUrl } = testServers();
  for (const server of testDatabases()) {
    const [ours, bare] = [await createTestDatabase(server), await createTestDatabase(server)];
    await turnOffStorms(ours);
    const queue = new Queue('bare', { connection: { url: redisUrl }, prefix: `bench-${randomUUID()}` });
    const queuePrefix = `{bench-${randomUUID()}}`;
    const relay = startProgram('apps/relay/src/main.ts', [], {
      DATABASE_URL: ours.url,
      REDIS_URL: redisUrl,
      QUEUE_PREFIX: queuePrefix,
    });
    try {
      await writeEvents(ours, 1);
      await until(async () => (await deliveriesIn(ours, 'queued')) === 1, 30_000, 20, 'the first delivery');
      await writeEvents(ours, events);
      const oursMs = await timeMs(() =>
        until(
          async () => (await deliveriesIn(ours, 'queued')) === events + 1,
          300_000,
          20,
          `${events} deliveries`,
        ),
      );
      await writeEvents(bare, events);
      const bareMs = await timeMs(() => bareRelay(bare, queue));
      yield {
        name: `relay, ${events} rows`,
        server: server.name,
        unit: '/s',
        ours: (events / oursMs) * 1000,
        baselineName: 'bare claim, addBulk, mark',
        baseline: (events / bareMs) * 1000,
        ratio: bareMs / oursMs,
        aim: '≥ 0.4',
      };
    } finally {
      await stopProgram(relay);
      await queue.obliterate({ force: true });
      await queue.close();
      await ours.drop();
      await bare.drop();
    }
  }
};

async function bareRelay({ pool }: TestDatabase, queue: Queue): Promise<void> {
  const connection = await pool.getConnection();
  for (;;) {
    await connection.beginTransaction();
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id FROM outbox_events WHERE fanned_out_at IS NULL ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED',
      [batch],
    );
    if (rows.length === 0) break;
    const ids = rows.map((row) => row.id as number);
    await queue.addBulk(ids.map((id) => ({ name: 'event', data: { id }, opts: { jobId: `event-${id}` } })));
    await connection.query('UPDATE outbox_events SET fanned_out_at = UTC_TIMESTAMP(6) WHERE id IN (?)', [
      ids,
    ]);
    await connection.commit();
  }
  await connection.rollback();
  connection.release();
}
