import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '@kanban/domain';
import { isRetryable, rowsAs, sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** Events per transaction: their locks are held for some milliseconds. */
const STEP = 200;
/** Pause between transactions, so that others get their turn at the disk. */
const PAUSE_MS = 20;

export interface Pruned {
  readonly pruned: number;
  /** Old events that are open, have a dead letter that nobody dropped, or were locked at that moment. */
  readonly kept: number;
}

/** The result of a step of `prune_settled` and `prune_settled_before`. */
interface Step {
  readonly examined: number;
  readonly pruned: number;
  readonly last_at: Instant | null;
  readonly last_id: number | null;
}

export interface PruneOptions {
  readonly signal: AbortSignal;
  /** Called after each step. */
  readonly progress?: (sofar: Pruned) => void;
  /** Ends after the step that passes this limit; the next run continues. */
  readonly withinMs?: number;
}

/** Deletes processed events older than the setting keep_settled_days, with the rights of the housekeeper. */
export async function pruneBySetting(pool: Pool, options: PruneOptions): Promise<Pruned> {
  return walk(pool, 'CALL prune_settled(?, ?, ?)', [], [], options);
}

/** The same before an instant of the database's clock, for an administrator. `isDry`: only counts. */
export async function pruneBefore(
  pool: Pool,
  before: Instant,
  isDry: boolean,
  options: PruneOptions,
): Promise<Pruned> {
  return walk(pool, 'CALL prune_settled_before(?, ?, ?, ?, ?)', [sqlInstant(before)], [isDry], options);
}

/** From the oldest event on, step by step, each in a transaction of the procedure; a kill leaves complete steps. */
async function walk(
  pool: Pool,
  call: string,
  head: readonly string[],
  tail: readonly boolean[],
  { signal, progress, withinMs = Number.POSITIVE_INFINITY }: PruneOptions,
): Promise<Pruned> {
  const endAt = performance.now() + withinMs;
  let sofar: Pruned = { pruned: 0, kept: 0 };
  let [at, id] = ['1000-01-01 00:00:00', 0];
  while (!signal.aborted && performance.now() < endAt) {
    const step = await retried(pool, call, [...head, at, id, STEP, ...tail]);
    const { examined, pruned, last_at: lastAt, last_id: lastId } = step;
    sofar = { pruned: sofar.pruned + Number(pruned), kept: sofar.kept + Number(examined) - Number(pruned) };
    progress?.(sofar);
    if (Number(examined) < STEP || lastAt === null || lastId === null) break;
    [at, id] = [sqlInstant(lastAt), lastId];
    await pause(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
  return sofar;
}

/** A step that lost a deadlock was rolled back, and is repeated. The procedure begins the transaction. */
async function retried(pool: Pool, call: string, values: readonly unknown[]): Promise<Step> {
  for (let failures = 0; ; failures++) {
    try {
      const [sets] = await pool.query<RowDataPacket[][]>(call, [...values]);
      return rowsAs<Step>(sets[0] ?? [])[0] as Step;
    } catch (error) {
      if (failures === 5 || !isRetryable(error)) throw error;
      await pause(Math.random() * 20 * 2 ** failures);
    }
  }
}
