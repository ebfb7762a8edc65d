import type { FilteredFields, Instant } from '@kanban/domain';
import { sql } from 'kysely';
import { loadPartsThen, type PartThen } from './as-of/parts-then.ts';
import { loadStatesThen } from './as-of/states-then.ts';
import { loadStreamsThen } from './as-of/streams-then.ts';
import type { Snapshot } from './snapshot.ts';

export interface LeafRow extends FilteredFields {
  itemId: number;
  finishedAt: null;
}

/**
 * The items of a stream below a parent, at any depth, that have no parts and are not finished; items that never entered a queue are
 * among them. Like item_parts, it leaves out dropped or deleted items with everything below them. By work_items_parent and primary keys.
 */
export async function loadUnfinishedLeaves(
  snapshot: Snapshot,
  stream: string,
  parent: string,
): Promise<LeafRow[]> {
  const { asOf } = snapshot;
  if (asOf !== undefined) return loadLeavesThen(snapshot, stream, parent, asOf.instant);
  const { rows } = await sql<Omit<LeafRow, 'finishedAt'>>`
    WITH RECURSIVE parts (id, reference, type, class_of_service, assignee, parent, value_stream, finished_at) AS (
      SELECT w.id, w.reference, w.type, w.class_of_service, w.assignee, w.parent, w.value_stream, f.finished_at
      FROM work_items w LEFT JOIN item_flow f ON f.item_id = w.id
      WHERE w.parent = ${parent} AND w.deleted_at IS NULL AND f.dropped_at IS NULL
      UNION ALL
      SELECT w.id, w.reference, w.type, w.class_of_service, w.assignee, w.parent, w.value_stream, f.finished_at
      FROM parts p JOIN work_items w ON w.parent = p.reference LEFT JOIN item_flow f ON f.item_id = w.id
      WHERE w.deleted_at IS NULL AND f.dropped_at IS NULL
    )
    SELECT p.id AS itemId, p.type, p.class_of_service AS classOfService, p.assignee, p.parent
    FROM parts p LEFT JOIN (SELECT DISTINCT parent FROM parts) b ON b.parent = p.reference
    WHERE b.parent IS NULL AND p.value_stream = ${stream} AND p.finished_at IS NULL ORDER BY p.id`.execute(
    snapshot,
  );
  return rows.map((row) => ({ ...row, finishedAt: null }));
}

async function loadLeavesThen(
  snapshot: Snapshot,
  stream: string,
  parent: string,
  instant: Instant,
): Promise<LeafRow[]> {
  const streamId = (await loadStreamsThen(snapshot)).find(({ name }) => name === stream)?.id;
  const parts = new Map<number, PartThen & { isFinished: boolean }>();
  for (let level = [parent]; level.length > 0; ) {
    const found = (await loadPartsThen(snapshot, level, instant)).filter(
      ({ itemId, deletedAt }) => deletedAt === null && !parts.has(itemId),
    );
    const itemIds = found.map(({ itemId }) => itemId);
    const states = await loadStatesThen(snapshot, itemIds, instant);
    const kept = found.filter(({ itemId }) => (states.get(itemId)?.droppedAt ?? null) === null);
    for (const part of kept) {
      const isFinished = (states.get(part.itemId)?.finishedAt ?? null) !== null;
      parts.set(part.itemId, { ...part, isFinished });
    }
    level = kept.map(({ reference }) => reference);
  }
  const parents = new Set([...parts.values()].map((part) => part.parent));
  return [...parts.values()]
    .filter((part) => !parents.has(part.reference) && part.streamId === streamId && !part.isFinished)
    .sort((a, b) => a.itemId - b.itemId)
    .map(({ itemId, type, classOfService, assignee, parent: of }) => ({
      ...{ itemId, type, classOfService, assignee, parent: of },
      finishedAt: null,
    }));
}
