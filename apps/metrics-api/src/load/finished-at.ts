import type { Instant, Range } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
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
    .where('finished_at', '>=', sqlInstant(range.from) as never)
    .where('finished_at', '<', sqlInstant(range.to) as never)
    .$narrowType<{ finishedAt: Instant }>()
    .execute();
  return rows.map((row) => row.finishedAt);
}
