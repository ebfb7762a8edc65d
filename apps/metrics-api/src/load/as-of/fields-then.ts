import type { Instant } from '@kanban/domain';
import { instantFromSql, instantValue } from '@kanban/schema';
import { byIndex } from '../by-index.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FieldName, FieldsThen, ItemThen, Values } from './undone.ts';

/** The columns of work_items that answers tell, and how a text of field_history is read as one. */
const COLUMNS = {
  short_desc: ['shortDesc', (value: string | null) => value ?? ''],
  description: ['description', (value: string | null) => value],
  type: ['type', (value: string | null) => value ?? ''],
  class_of_service: ['classOfService', (value: string | null) => value ?? ''],
  assignee: ['assignee', (value: string | null) => value],
  parent: ['parent', (value: string | null) => value],
  dependency: ['dependency', (value: string | null) => value],
  priority: ['priority', (value: string | null) => Number(value)],
  date_due: ['dueAt', instantOf],
  date_logged: ['loggedAt', instantOf],
  deleted_at: ['deletedAt', instantOf],
} as const satisfies Record<string, readonly [FieldName, (value: string | null) => unknown]>;

type Column = keyof typeof COLUMNS;

/** Fields of an item that has no row any more: those that were empty are not in its history. */
const EMPTY: Values = {
  shortDesc: '',
  description: null,
  type: '',
  classOfService: '',
  assignee: null,
  parent: null,
  dependency: null,
  dueAt: null,
  deletedAt: null,
};

/**
 * The fields of the items of some streams that were changed from an instant on, as they were before: field_history undone, newest
 * first. Ranges of field_history_when (value_stream_id, occurred_at): costs the changes since, whatever items are asked about.
 */
export async function loadFieldsThen(
  snapshot: Snapshot,
  streamIds: readonly number[],
  instant: Instant,
): Promise<FieldsThen> {
  const rows = await snapshot
    .selectFrom(byIndex('field_history', 'h', 'field_history_when'))
    .select(['h.item_id as itemId', 'h.value_stream_id as streamId', 'h.reference', 'h.field'])
    .select(['h.old_value as oldValue', 'h.new_value as newValue'])
    .where('h.value_stream_id', 'in', streamIds)
    .where('h.occurred_at', '>=', instantValue(instant))
    .where('h.field', 'in', [...Object.keys(COLUMNS), 'depends_on'])
    .orderBy('h.id', 'desc')
    .execute();
  const items = new Map<number, ItemThen>();
  for (const [itemId, changes] of Map.groupBy(rows, (row) => row.itemId)) {
    const { streamId, reference } = changes[0] as { streamId: number; reference: string };
    // Deleted for good: the last of all changes takes away when it was logged, which is never empty.
    const isGone = changes.some(({ field, newValue }) => field === 'date_logged' && newValue === null);
    const fields: Values = isGone ? { ...EMPTY } : {};
    const [waitedFor, waitsNewlyFor] = [new Set<string>(), new Set<string>()];
    for (const { field, oldValue, newValue } of changes) {
      if (field === 'depends_on') {
        // Back from the present: what was added is no more, and what was removed is there again.
        if (newValue !== null && !waitedFor.delete(newValue)) waitsNewlyFor.add(newValue);
        if (oldValue !== null && !waitsNewlyFor.delete(oldValue)) waitedFor.add(oldValue);
      } else {
        const [name, read] = COLUMNS[field as Column];
        fields[name] = read(oldValue);
      }
    }
    items.set(itemId, { itemId, streamId, reference, fields, waitedFor, waitsNewlyFor, isGone });
  }
  return items;
}

/** The items of all streams that were something else than they are; none without `asOf`. */
export async function loadChangedItems({ asOf }: Snapshot): Promise<ItemThen[]> {
  return [...((await asOf?.fieldsOfAll()) ?? [])].map(([, item]) => item);
}

/** Rows with the fields that they have, as they were then. Without `asOf`, and where nothing was changed, they are the same rows. */
export async function withFieldsThen<Row extends { itemId: number }>(
  snapshot: Snapshot,
  streamId: number,
  rows: Row[],
): Promise<Row[]> {
  const then = await snapshot.asOf?.fieldsOf(streamId);
  if (then === undefined || then.size === 0) return rows;
  return rows.map((row) => {
    const was = then.get(row.itemId);
    if (was === undefined) return row;
    const own = Object.entries(was.fields).filter(([name]) => name in row);
    return own.length === 0 ? row : { ...row, ...Object.fromEntries(own) };
  });
}

function instantOf(value: string | null): Instant | null {
  return value === null ? null : instantFromSql(value);
}
