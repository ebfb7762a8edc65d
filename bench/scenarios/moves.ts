import { createPool } from '@kanban/schema';
import { createTestDatabase, enter, testDatabases } from '@kanban/schema/testing';
import type { Pool } from 'mysql2/promise';
import { type Benchmark, median } from '../measurement.ts';

const connections = 8;
const queues = ['one', 'two', 'three', 'four', 'five'];

/**
 * Moves a second, of 2,000 items between five queues by eight connections: on the board with every trigger, and on a copy
 * of the table without triggers and foreign keys. Every statement really moves its item.
 */
export const moves: Benchmark = async function* ({ quick, log }) {
  for (const server of testDatabases()) {
    const database = await createTestDatabase(server);
    const movers = createPool(database.url, { connectionLimit: connections });
    try {
      const limits = queues.map((name, index) => [name, index % 2 === 0 ? -1 : 5000]);
      await database.pool.query('INSERT INTO wip_limits (queue_name, wip_limit) VALUES ?', [limits]);
      const references = Array.from({ length: 2000 }, (_, n) => `item-${n}`);
      await enter(database.pool, 'one', ...references);
      await database.pool.query('CREATE TABLE bare_queues LIKE queues');
      await database.pool.query('INSERT INTO bare_queues SELECT * FROM queues');

      const seconds = quick ? 2 : 8;
      const rates = { queues: [] as number[], bare_queues: [] as number[] };
      const positions = { queues: 0, bare_queues: 0 };
      for (let round = 0; round < 4; round++) {
        for (const table of ['bare_queues', 'queues'] as const) {
          const { moved, next } = await moveFor(seconds, movers, table, references, positions[table]);
          positions[table] = next;
          if (round > 0) rates[table].push(moved / seconds);
          log(`${server.name} ${table}: ${Math.round(moved / seconds)} a second`);
        }
      }
      const [ours, baseline] = [median(rates.queues), median(rates.bare_queues)];
      yield {
        name: 'moves with all triggers',
        server: server.name,
        unit: '/s',
        ours,
        baselineName: 'bare UPDATE',
        baseline,
        ratio: ours / baseline,
        aim: '≥ 0.2',
      };
    } finally {
      await movers.end();
      await database.drop();
    }
  }
};

/** Each connection takes its own items in turn and moves each to the next queue. */
async function moveFor(
  seconds: number,
  movers: Pool,
  table: string,
  references: readonly string[],
  from: number,
) {
  const until = performance.now() + seconds * 1000;
  const perMover = references.length / connections;
  const sql = `UPDATE ${table} SET queue_name = ?, moved_at = UTC_TIMESTAMP(6) WHERE reference = ?`;
  const counts = await Promise.all(
    Array.from({ length: connections }, async (_, mover) => {
      let step = from;
      while (performance.now() < until) {
        const reference = references[mover * perMover + (step % perMover)];
        await movers.query(sql, [queues[(Math.floor(step / perMover) + 1) % queues.length], reference]);
        step++;
      }
      return step;
    }),
  );
  // The next round starts where the fastest stopped, on a lap of its own, so that no statement is a move to where it is.
  const next = Math.ceil(Math.max(...counts) / perMover) * perMover;
  return { moved: counts.reduce((sum, count) => sum + count - from, 0), next };
}
