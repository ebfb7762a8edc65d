import { loadWorkItemThen, type WorkItemRow } from './as-of/work-item-then.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * An item by its reference: by work_items_reference, or, when the work item was deleted, the last that bore the reference,
 * by item_flow_reference. Undefined when no item ever did.
 */
export async function loadWorkItem(snapshot: Snapshot, reference: string): Promise<WorkItemRow | undefined> {
  const { asOf } = snapshot;
  if (asOf !== undefined) return loadWorkItemThen(snapshot, reference, asOf.instant);
  const present = await snapshot
    .selectFrom('work_items')
    .select([
      'id as itemId',
      'reference',
      'value_stream as valueStream',
      'short_desc as shortDesc',
      'description',
      'type',
      'class_of_service as classOfService',
      'assignee',
      'dependency',
      'parent',
      'date_logged as loggedAt',
      'date_due as dueAt',
    ])
    .where('reference', '=', reference)
    .executeTakeFirst();
  if (present) return present;
  const past = await snapshot
    .selectFrom('item_flow as f')
    .innerJoin('value_streams as s', 's.id', 'f.value_stream_id')
    .select(['f.item_id as itemId', 'f.reference', 's.name as valueStream'])
    .where('f.reference', '=', reference)
    .orderBy('f.item_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const unknown = { shortDesc: null, description: null, type: null, classOfService: null, assignee: null };
  return past && { ...past, ...unknown, dependency: null, parent: null, loggedAt: null, dueAt: null };
}

/** Every item that ever bore a reference in a stream, the deleted ones included; a point read of item_flow_reference. */
export async function loadItemIds(
  snapshot: Snapshot,
  streamId: number,
  reference: string,
): Promise<number[]> {
  const rows = await snapshot
    .selectFrom('item_flow')
    .select('item_id as itemId')
    .where('reference', '=', reference)
    .where('value_stream_id', '=', streamId)
    .execute();
  return rows.map((row) => row.itemId);
}
