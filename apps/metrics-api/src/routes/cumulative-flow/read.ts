import {
  type Instant,
  type QueueCounters,
  queuesById,
  readStateAt,
  stepsOf as stepsOfVisits,
} from '@kanban/domain';
import { asksForAll, type FilterQuery, filteredItems, groupedFigures } from '../../answer/asked-items.ts';
import { type CountedItem, countItems } from '../../flow/count-items.ts';
import { stepsOf } from '../../flow/steps.ts';
import { isRefolded } from '../../load/as-of/is-refolded.ts';
import { loadFlowCounters } from '../../load/flow-counters.ts';
import { inChunks } from '../../load/in-chunks.ts';
import { loadMovedItems } from '../../load/moved-items.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadStandings, type StandingRow } from '../../load/standings.ts';
import type { Stream } from '../../load/stream.ts';
import { loadVisitsOf } from '../../load/visits-of-items.ts';

interface ReadCounters {
  counters: QueueCounters[];
  groups: { group: string | null; counters: QueueCounters[] }[];
}

/** What every queue had seen before each instant, of the items asked for; of all of them the projections have it. */
export async function readCounters(
  snapshot: Snapshot,
  { stream, at }: { stream: Stream; at: Instant },
  instants: readonly Instant[],
  query: FilterQuery,
): Promise<ReadCounters> {
  const isProjected = asksForAll(query) && !(await isRefolded(snapshot, stream));
  if (isProjected) return { counters: await loadFlowCounters(snapshot, stream, instants), groups: [] };
  const { queues } = stream;
  const kept = await filteredItems(snapshot, await countedItems(snapshot, stream, instants, at), query, at);
  const counted = (items: readonly CountedItem[]) => ({ counters: countItems(items, queues, instants) });
  return { ...counted(kept), groups: groupedFigures(kept, query, counted) };
}

type Counted = StandingRow & CountedItem;

/** Costs a row an item that ever entered, and the visits of those that moved since the first instant; of all, where these are refolded. */
async function countedItems(
  snapshot: Snapshot,
  stream: Stream,
  instants: readonly Instant[],
  at: Instant,
): Promise<Counted[]> {
  const { id, queues } = stream;
  const [first, last] = [instants[0], instants.at(-1)];
  if (first === undefined || last === undefined) return [];
  const rows = await loadStandings(snapshot, id, last);
  const isOfAll = await isRefolded(snapshot, stream);
  const moved = isOfAll
    ? rows.map(({ itemId }) => itemId)
    : await loadMovedItems(snapshot, id, { from: first });
  const visitsOf = await inChunks(moved, (itemIds) => loadVisitsOf(snapshot, itemIds));
  const byId = queuesById(queues);
  const stateAt = readStateAt(queues, at);
  const queueOf = (queueId: number | null) => byId.get(queueId ?? NaN) ?? null;
  return rows.map((row): Counted => {
    const visits = visitsOf.get(row.itemId);
    if (visits === undefined && !isOfAll) {
      const location = queueOf(row.locationQueueId);
      const isDropped = row.droppedAt !== null;
      return { ...row, standing: { location, mark: queueOf(row.furthestQueueId), isDropped } };
    }
    const story = stepsOfVisits(visits ?? []).map((step) => ({
      itemId: row.itemId,
      occurredAt: step.at,
      toQueueId: step.queueId,
    }));
    const { finishedAt = null, droppedAt = null } = stateAt(visits ?? []) ?? {};
    return { ...row, finishedAt, droppedAt, steps: stepsOf(story, queues) };
  });
}
