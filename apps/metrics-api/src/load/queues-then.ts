import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import { loadAllItemIds } from './as-of/all-item-ids.ts';
import { loadFlowCounters } from './flow-counters.ts';
import { inChunks } from './in-chunks.ts';
import { loadMovedItems } from './moved-items.ts';
import type { QueueRow } from './queues-now.ts';
import { loadReferencesOf } from './references-of.ts';
import { loadSetting } from './setting.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stream } from './stream.ts';
import { loadVisitsOf } from './visits-of-items.ts';

interface Held {
  queueId: number;
  reference: string;
  since: Instant;
}

/**
 * What was in the queues of a stream at an instant: as many as their counters say, and of the cards that have not moved since and
 * the items that have the one that was there longest; their limits are those of now, or of `asOf`. Costs two seeks a queue and the
 * items that moved since; every item, where an import came in between.
 */
export async function loadQueuesThen(
  snapshot: Snapshot,
  stream: Stream,
  instant: Instant,
): Promise<QueueRow[]> {
  const isImported = (snapshot.asOf?.lateBatches.length ?? 0) > 0;
  const still = isImported ? [] : await loadOldestSince(snapshot, stream.id, instant);
  const itemIds = isImported
    ? await loadAllItemIds(snapshot, stream.id)
    : await loadMovedItems(snapshot, stream.id, { from: instant });
  const visits = await inChunks(itemIds, (chunk) => loadVisitsOf(snapshot, chunk));
  const references = await loadReferencesOf(snapshot, itemIds);
  const moved = itemIds.flatMap((itemId): Held[] => {
    const last = visits.get(itemId)?.findLast(({ enteredAt }) => enteredAt < instant);
    if (last === undefined || (last.leftAt !== null && last.leftAt < instant)) return [];
    return [{ queueId: last.queueId, reference: references.get(itemId) ?? '', since: last.enteredAt }];
  });
  const held = Map.groupBy([...still, ...moved], ({ queueId }) => queueId);
  const counters = isImported ? [] : await loadFlowCounters(snapshot, stream, [instant]);
  const counted = new Map(
    counters.map(({ queueId, arrivals, departures }) => [queueId, arrivals - departures]),
  );
  const isLimitEnforced = (await loadSetting(snapshot, stream.name, 'enforce_wip_limits')) === 'on' ? 1 : 0;
  return stream.queues.map(({ id: queueId, wipLimit }) => {
    const own = held.get(queueId) ?? [];
    const [oldest] = own.sort(byAge);
    return {
      queueId,
      currentWip: isImported ? own.length : (counted.get(queueId) ?? 0),
      ...{ wipLimit, isLimitEnforced },
      oldestReference: oldest?.reference ?? null,
      oldestSince: oldest?.since ?? null,
    };
  });
}

/** Of each queue the card that came first before an instant and is there yet: by queues_queue (value_stream, queue_name, moved_at). */
async function loadOldestSince(snapshot: Snapshot, streamId: number, instant: Instant): Promise<Held[]> {
  const { rows } = await sql<Held>`
    SELECT h.queueId, oldest.reference, oldest.moved_at AS since
    FROM (
      SELECT w.id AS queueId,
        (SELECT o.reference FROM queues o FORCE INDEX (queues_queue)
         WHERE o.value_stream = w.value_stream AND o.queue_name = w.queue_name
         ORDER BY o.value_stream, o.queue_name, o.moved_at, o.reference LIMIT 1) AS reference
      FROM value_streams s JOIN wip_limits w ON w.value_stream = s.name
      WHERE s.id = ${streamId}) h
    JOIN queues oldest ON oldest.reference = h.reference AND oldest.moved_at < ${sqlInstant(instant)}`.execute(
    snapshot,
  );
  return rows;
}

function byAge(a: Held, b: Held): number {
  return a.since - b.since || Buffer.compare(Buffer.from(a.reference), Buffer.from(b.reference));
}
