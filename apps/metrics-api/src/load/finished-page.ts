import type { Range } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { withFieldsThen } from './as-of/fields-then.ts';
import { loadFinishedThen } from './as-of/finished-then.ts';
import { type FinishedItemRow, loadFinishedItems, selectFinishedItems } from './finished-items.ts';
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
  const { range: asNow, others } = await loadFinishedThen(snapshot, streamId, range);
  if (asNow === null || others.length > 0) {
    const all = await loadFinishedItems(snapshot, streamId, range);
    const rest = all.filter(({ finishedAt, itemId }) => isBehind(finishedAt, itemId, after));
    for (let first = 0; first < rest.length; first += size) yield rest.slice(first, first + size);
    return;
  }
  for (let place = after; ; ) {
    const from = place?.value ?? asNow.from;
    const rows = await selectFinishedItems(snapshot, streamId, { from, to: asNow.to })
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
    yield await withFieldsThen(snapshot, streamId, withReadableEntry(rows));
    const last = rows.at(-1);
    if (rows.length < size || !last) return;
    place = { value: last.finishedAt, id: last.itemId };
  }
}

function isBehind(finishedAt: number, itemId: number, place: FinishedPlace | undefined): boolean {
  if (place === undefined) return true;
  return finishedAt > place.value || (finishedAt === place.value && itemId > place.id);
}
