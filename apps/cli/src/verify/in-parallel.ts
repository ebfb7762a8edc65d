import type { Pool, PoolConnection } from 'mysql2/promise';
import { inSnapshot } from './snapshot.ts';

/** A part of the work that needs nothing of the others. */
export interface Task {
  /** What it costs beside the others. */
  readonly weight: number;
  run(connection: PoolConnection): Promise<void>;
}

/** As many as the server has work for on a small machine; each sorts in memory of its own. */
const CONNECTIONS = 2;

/**
 * Runs all tasks, the longest first, on connections that each have a snapshot. `onDone` gets the share of the weight
 * that is done. The first failure is thrown; the others end after their current task.
 */
export async function inParallel(
  pool: Pool,
  tasks: readonly Task[],
  onDone: (weight: number) => void,
): Promise<void> {
  const left = tasks.toSorted((a, b) => b.weight - a.weight);
  let done = 0;
  const work = async (connection: PoolConnection) => {
    for (let task = left.shift(); task; task = left.shift()) {
      await task.run(connection);
      done += task.weight;
      onDone(done);
    }
  };
  const workers = Array.from({ length: CONNECTIONS }, () =>
    inSnapshot(pool, work).catch((error) => {
      left.length = 0;
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
