import type { Instant } from '@kanban/domain';
import { byIndex } from '../by-index.ts';
import { inChunks } from '../in-chunks.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadChangedItems } from './fields-then.ts';
import type { ItemThen } from './undone.ts';

export interface PartThen {
  itemId: number;
  streamId: number | null;
  reference: string;
  type: string;
  classOfService: string;
  assignee: string | null;
  parent: string | null;
  deletedAt: Instant | null;
  createdAt: Instant | null;
}

/** The items that had one of some parents at an instant, which is that of `asOf`. */
export async function loadPartsThen(
  snapshot: Snapshot,
  parents: readonly string[],
  instant: Instant,
): Promise<PartThen[]> {
  const changed = await loadChangedItems(snapshot);
  const then = new Map(changed.map((item) => [item.itemId, item]));
  const asked = new Set(parents);
  const others = changed.filter(({ fields: { parent } }) => typeof parent === 'string' && asked.has(parent));
  const present = [
    ...(await loadParts(snapshot, 'work_items_parent', 'parent', parents)),
    ...(await loadParts(
      snapshot,
      'PRIMARY',
      'id',
      others.map(({ itemId }) => itemId),
    )),
    ...others.filter(({ isGone }) => isGone).map(goneOf),
  ];
  return [...new Map(present.map((part) => [part.itemId, part])).values()]
    .filter(({ createdAt }) => createdAt === null || createdAt < instant)
    .map((part) => {
      const fields = Object.entries(then.get(part.itemId)?.fields ?? {}).filter(([name]) => name in part);
      return { ...part, ...Object.fromEntries(fields) };
    })
    .filter(({ parent }) => parent !== null && asked.has(parent));
}

async function loadParts<Key extends string | number>(
  snapshot: Snapshot,
  index: 'work_items_parent' | 'PRIMARY',
  column: Key extends string ? 'parent' : 'id',
  keys: readonly Key[],
): Promise<PartThen[]> {
  const parts = await inChunks(keys, async (chunk) => {
    const rows = await snapshot
      .selectFrom(byIndex('work_items', 'w', index))
      .leftJoin('value_streams as s', 's.name', 'w.value_stream')
      .select(['w.id as itemId', 's.id as streamId', 'w.reference', 'w.type', 'w.assignee', 'w.parent'])
      .select([
        'w.class_of_service as classOfService',
        'w.deleted_at as deletedAt',
        'w.created_at as createdAt',
      ])
      .where(`w.${column}` as 'w.parent', 'in', chunk as readonly string[])
      .execute();
    return new Map(rows.map((row) => [row.itemId, row]));
  });
  return [...parts.values()];
}

/** What is left of an item that was deleted for good: its fields are in its history. */
function goneOf({ itemId, streamId, reference }: ItemThen): PartThen {
  const fields = { type: '', classOfService: '', assignee: null, parent: null };
  return { itemId, streamId, reference, ...fields, deletedAt: null, createdAt: null };
}
