import type { Instant, Range } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import type { Snapshot } from './snapshot.ts';

/** When items were finished in a range (half open): read from the index item_flow_finished alone. */
export async function loadFinishedAt(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<Instant[]> {
  const rows = await snapshot
    .selectFrom('item_flow')
    .select('finished_at as finishedAt')
    .where('value_stream_id', '=', streamId)
    .where('finished_at', '>=', instantValue(range.from))
    .where('finished_at', '<', instantValue(range.to))
    .$narrowType<{ finishedAt: Instant }>()
    .execute();
  return rows.map((row) => row.finishedAt);
}
