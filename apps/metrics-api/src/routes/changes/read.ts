import {
  deadlineOf,
  NoWorkingTime,
  type Range,
  type SlaItem,
  type SlaTerms,
  whatChanged,
} from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import { loadDueDates } from '../../load/due-dates.ts';
import { inChunks } from '../../load/in-chunks.ts';
import { type ItemIn, loadItemsIn } from '../../load/items-in.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadSlaTerms } from '../sla/terms.ts';

export const CHANGES = [
  'entered',
  'finished',
  'dropped',
  'movedBack',
  'blocked',
  'unblocked',
  'deadlineBroken',
] as const;

export interface Change {
  change: (typeof CHANGES)[number];
  at: number;
  item: ItemIn;
  /** Where it was after that; null: nowhere. */
  queueId: number | null;
}

/** What happened to the items of a stream in a range, in order, by what was so at an instant. */
export async function readChanges(
  snapshot: Snapshot,
  stream: Stream,
  query: FilterQuery,
  { at, range }: { at: number; range: Range },
): Promise<Change[]> {
  const until = { from: range.from, to: Math.min(range.to, at) };
  if (until.from >= until.to) return [];
  const items = await filteredItems(snapshot, await loadItemsIn(snapshot, stream, until, at), query, at);
  const { terms } = await loadSlaTerms(snapshot, stream);
  const dueDates = await inChunks(
    items.map(({ itemId }) => itemId),
    (some) => loadDueDates(snapshot, stream.id, some),
  );
  const promised = items.map((item) => {
    const dueAt = dueDates.get(item.itemId) ?? null;
    return { ...item, deadlineAt: deadlineAt({ ...item, dueAt }, terms) };
  });
  const byId = new Map(items.map((item) => [item.itemId, item]));
  const changes = whatChanged(promised, stream.queues, until).flatMap(({ change, itemId, at: changedAt }) => {
    const item = byId.get(itemId);
    if (!item) return [];
    const visit = item.visits.findLast(({ enteredAt }) => enteredAt <= changedAt);
    const isThere = visit !== undefined && (visit.leftAt === null || visit.leftAt > changedAt);
    return { change, at: changedAt, item, queueId: isThere ? visit.queueId : null };
  });
  // The same twice within one microsecond is one change.
  const seen = new Set<string>();
  return changes.filter(({ change, at: changedAt, item }) => {
    const key = `${change} ${changedAt} ${item.itemId}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Null also where the working hours of the stream never reach the target. */
function deadlineAt(item: SlaItem, terms: SlaTerms): number | null {
  try {
    return deadlineOf(item, terms)?.at ?? null;
  } catch (error) {
    if (error instanceof NoWorkingTime) return null;
    throw error;
  }
}
