import { claimEventsSql } from '@kanban/ledger';
import { createTestDatabase, type TestDatabase, testDatabases } from '@kanban/schema/testing';
import { type Benchmark, percentile } from '../measurement.ts';
import { writeEvents } from './outbox.ts';

const batch = 100;

/** Milliseconds to claim the next 100 events, the 99th percentile, out of a million pending ones and out of a thousand. */
export const backlog: Benchmark = async function* ({ quick, log }) {
  const many = quick ? 100_000 : 1_000_000;
  for (const server of testDatabases()) {
    const [small, large] = [await createTestDatabase(server), await createTestDatabase(server)];
    await writeEvents(small, 1_000);
    log(`${server.name}: writing ${many} events`);
    for (let written = 0; written < many; written += 100_000) await writeEvents(large, 100_000);
    const ours = await claimP99(large);
    const baseline = await claimP99(small);
    await small.drop();
    await large.drop();
    yield {
      name: `claim of ${batch} from ${many} pending, p99`,
      server: server.name,
      unit: 'ms',
      ours,
      baselineName: 'from 1,000',
      baseline,
      ratio: baseline / ours,
      aim: '≤ 10 ms',
    };
  }
};

async function claimP99({ pool }: TestDatabase): Promise<number> {
  const times: number[] = [];
  const connection = await pool.getConnection();
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  for (let n = 0; n < 300; n++) {
    await connection.beginTransaction();
    const begin = performance.now();
    await connection.query(claimEventsSql, [batch]);
    times.push(performance.now() - begin);
    await connection.rollback();
  }
  connection.release();
  return percentile(times, 0.99);
}
