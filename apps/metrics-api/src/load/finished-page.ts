import type { Range } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { type FinishedItemRow, selectFinishedItems } from './finished-items.ts';
import { withReadableEntry } from './readable.ts';
import type { Snapshot } from './snapshot.ts';

/** Where the page before ended: the instant its last item was finished, and that item. */
export interface FinishedPlace {
  value: number;
  id: number;
}

/**
 * The same items a page at a time: one range of item_flow_finished, whose whole order is named so that no server sorts the items
 * of the range for each page. `dropped_at` is NULL in all of them.
 */
export async function* finishedPages(
  snapshot: Snapshot,
  streamId: number,
  range: Pick<Range, 'from' | 'to'>,
  { after, size }: { after?: FinishedPlace | undefined; size: number },
): AsyncGenerator<FinishedItemRow[]> {
  for (let place = after; ; ) {
    const from = place?.value ?? range.from;
    const rows = await selectFinishedItems(snapshot, streamId, { from, to: range.to })
      .$if(place !== undefined, (query) =>
        query.where((eb) =>
          eb.or([
            eb('f.finished_at', '>', instantValue(place?.value as number)),
            eb('f.item_id', '>', place?.id as number),
          ]),
        ),
      )
      .orderBy('f.finished_at')
      .orderBy('f.dropped_at')
      .orderBy('f.item_id')
      .limit(size)
      .execute();
    yield withReadableEntry(rows);
    const last = rows.at(-1);
    if (rows.length < size || !last) return;
    place = { value: last.finishedAt, id: last.itemId };
  }
}
