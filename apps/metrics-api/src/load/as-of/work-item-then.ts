import type { Instant } from '@kanban/domain';
import { byIndex } from '../by-index.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadChangedItems, withFieldsThen } from './fields-then.ts';
import { loadStatesThen } from './states-then.ts';
import { loadStreamsThen } from './streams-then.ts';

export interface WorkItemRow {
  itemId: number;
  reference: string;
  valueStream: string;
  shortDesc: string | null;
  description: string | null;
  type: string | null;
  classOfService: string | null;
  assignee: string | null;
  dependency: string | null;
  parent: string | null;
  loggedAt: Instant | null;
  dueAt: Instant | null;
}

type Found = WorkItemRow & { streamId: number };

const NO_FIELDS = {
  ...{ shortDesc: null, type: null, classOfService: null, assignee: null, description: null, parent: null },
  ...{ dependency: null, loggedAt: null, dueAt: null },
};

/** The item that bore a reference at the instant of `asOf`; else the last that had borne it. */
export async function loadWorkItemThen(
  snapshot: Snapshot,
  reference: string,
  instant: Instant,
): Promise<WorkItemRow | undefined> {
  const found =
    (await loadPresent(snapshot, reference, instant)) ??
    (await loadGone(snapshot, reference)) ??
    (await loadPast(snapshot, reference, instant));
  if (found === undefined) return undefined;
  const { streamId, ...item } = found;
  const valueStream = (await loadStreamsThen(snapshot)).find(({ id }) => id === streamId)?.name;
  if (valueStream === undefined) return undefined;
  const [then] = await withFieldsThen(snapshot, streamId, [item]);
  return then && { ...then, valueStream };
}

async function loadPresent(
  snapshot: Snapshot,
  reference: string,
  instant: Instant,
): Promise<Found | undefined> {
  const row = await snapshot
    .selectFrom('work_items as w')
    .innerJoin('value_streams as s', 's.name', 'w.value_stream')
    .select(['w.id as itemId', 'w.reference', 's.id as streamId', 's.name as valueStream'])
    .select(['w.short_desc as shortDesc', 'w.type', 'w.class_of_service as classOfService', 'w.assignee'])
    .select(['w.description', 'w.parent'])
    .select(['w.dependency', 'w.date_logged as loggedAt', 'w.date_due as dueAt', 'w.created_at as createdAt'])
    .where('w.reference', '=', reference)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { createdAt, ...item } = row;
  return createdAt === null || createdAt < instant ? item : undefined;
}

/** Deleted for good since: of several the first, as the others came after it. */
async function loadGone(snapshot: Snapshot, reference: string): Promise<Found | undefined> {
  const [first] = (await loadChangedItems(snapshot))
    .filter((item) => item.isGone && item.reference === reference)
    .sort((a, b) => a.itemId - b.itemId);
  return (
    first && { itemId: first.itemId, reference, streamId: first.streamId, valueStream: '', ...NO_FIELDS }
  );
}

/** Deleted for good before: only its log is left. */
async function loadPast(snapshot: Snapshot, reference: string, instant: Instant): Promise<Found | undefined> {
  const rows = await snapshot
    .selectFrom(byIndex('item_flow', 'f', 'item_flow_reference'))
    .select(['f.item_id as itemId', 'f.value_stream_id as streamId'])
    .where('f.reference', '=', reference)
    .orderBy('f.item_id', 'desc')
    .execute();
  const itemIds = rows.map(({ itemId }) => itemId);
  const states = await loadStatesThen(snapshot, itemIds, instant);
  const row = rows.find(({ itemId }) => states.has(itemId));
  return row && { itemId: row.itemId, reference, streamId: row.streamId, valueStream: '', ...NO_FIELDS };
}
