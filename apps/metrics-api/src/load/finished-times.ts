import type { Instant, Range, Span } from '@kanban/domain';
import { inOrderOfFinishing, loadFinishedThen } from './as-of/finished-then.ts';
import { byIndex } from './by-index.ts';
import { isFinishedIn } from './finished-in.ts';
import { withReadableEntry } from './readable.ts';
import type { Snapshot } from './snapshot.ts';

export interface FinishedTimes {
  itemId: number;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant;
}

/** When the items finished in a range (half open) were entered, committed and finished, in the order of finishing: numbers only. */
export async function loadFinishedTimes(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
): Promise<FinishedTimes[]> {
  const { range: asNow, others } = await loadFinishedThen(snapshot, streamId, range);
  const rows = asNow === null ? [] : await loadTimes(snapshot, streamId, asNow);
  return withReadableEntry(inOrderOfFinishing(rows, others));
}

function loadTimes(snapshot: Snapshot, streamId: number, range: Span): Promise<FinishedTimes[]> {
  return snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_finished'))
    .select([
      'f.item_id as itemId',
      'f.entered_at as enteredAt',
      'f.committed_at as committedAt',
      'f.finished_at as finishedAt',
    ])
    .where('f.value_stream_id', '=', streamId)
    .where(isFinishedIn(range))
    .orderBy('f.finished_at')
    .orderBy('f.dropped_at')
    .orderBy('f.item_id')
    .$narrowType<{ finishedAt: Instant }>()
    .execute();
}
