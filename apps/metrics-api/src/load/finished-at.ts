import type { Instant, Range } from '@kanban/domain';
import { loadFinishedThen } from './as-of/finished-then.ts';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import type { Snapshot } from './snapshot.ts';

/** When items were finished in a range (half open): read from the index item_flow_finished alone. */
export async function loadFinishedAt(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<Instant[]> {
  const { range: asNow, others } = await loadFinishedThen(snapshot, streamId, range);
  const rest = others.map(({ finishedAt }) => finishedAt);
  if (asNow === null) return rest;
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .select('f.finished_at as finishedAt')
    .where('f.value_stream_id', '=', streamId)
    .where(isFinishedIn(asNow))
    .$narrowType<{ finishedAt: Instant }>()
    .execute();
  return rows.map((row) => row.finishedAt).concat(rest);
}
