import type { Range } from '@kanban/domain';
import { type SqlBool, sql } from 'kysely';
import { loadFinishedThen } from './as-of/finished-then.ts';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import { loadFinishedTimes } from './finished-times.ts';
import type { Snapshot } from './snapshot.ts';

export interface FinishedDurations {
  /** In µs, in the order of finishing. */
  durations: number[];
  /** Finished items that have no cycle time, as they were never committed. */
  unmeasured: number;
}

/**
 * How long the items finished in a range (half open) took: one number per item, read from item_flow_finished alone. The server
 * subtracts, as reading two instants of each takes longer than that. Leaves out what `withReadableEntry` does.
 */
export async function loadFinishedDurations(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
  clock: 'lead' | 'cycle',
): Promise<FinishedDurations> {
  const { range: asNow, others } = await loadFinishedThen(snapshot, streamId, range);
  if (asNow === null || others.length > 0) {
    const times = await loadFinishedTimes(snapshot, streamId, range);
    const starts = times.map(({ enteredAt, committedAt }) => (clock === 'lead' ? enteredAt : committedAt));
    const all = times.flatMap(({ finishedAt }, place) => {
      const startedAt = starts[place] ?? null;
      return startedAt === null ? [] : [finishedAt - startedAt];
    });
    return { durations: all, unmeasured: times.length - all.length };
  }
  const start = sql.ref(clock === 'lead' ? 'f.entered_at' : 'f.committed_at');
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .select(sql<number | null>`TIMESTAMPDIFF(MICROSECOND, ${start}, f.finished_at)`.as('us'))
    .where('f.value_stream_id', '=', streamId)
    .where(isFinishedIn(asNow))
    .where(isReadable('f.entered_at'))
    .where(sql<SqlBool>`(f.committed_at IS NULL OR ${isReadable('f.committed_at')})`)
    .orderBy('f.finished_at')
    .orderBy('f.dropped_at')
    .orderBy('f.item_id')
    .execute();
  const durations: number[] = [];
  for (const { us } of rows) if (us !== null) durations.push(us);
  return { durations, unmeasured: rows.length - durations.length };
}

/** No month or day 0, and no 30 February. */
function isReadable(column: string) {
  const at = sql.ref(column);
  return sql<SqlBool>`(MONTH(${at}) > 0 AND DAYOFMONTH(${at}) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(${at})))`;
}
