import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** What one row of the audit log changed, as the view replay_1_steps folds it. */
export interface Step {
  occurredAt: Instant;
  /** Where the item counts; null = nowhere. */
  location: number | null;
  locationBefore: number | null;
  /** Its furthest queue. */
  mark: number | null;
  markBefore: number | null;
  isDropped: boolean;
  wasDropped: boolean;
  isFirst: boolean;
}

/** A stretch of time within one quarter hour, half open. */
export interface Stretch {
  from: Instant;
  to: Instant;
}

/** Items a statement folds. */
const CHUNK = 500;

/**
 * The steps in a few stretches of less than a quarter hour each. First the items that moved in them, by audit_log_when
 * (value_stream_id, occurred_at); then the view over the whole log of these items only, by audit_log_item: both servers push
 * the condition below its window functions, as it is on what they partition by.
 */
export async function loadSteps(
  snapshot: Snapshot,
  streamId: number,
  stretches: readonly Stretch[],
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const stretch of stretches) {
    const itemIds = await loadMovedItems(snapshot, streamId, stretch);
    for (let start = 0; start < itemIds.length; start += CHUNK) {
      steps.push(...(await foldItems(snapshot, streamId, itemIds.slice(start, start + CHUNK), stretch)));
    }
  }
  return steps;
}

async function loadMovedItems(
  snapshot: Snapshot,
  streamId: number,
  { from, to }: Stretch,
): Promise<number[]> {
  const rows = await snapshot
    .selectFrom('audit_log')
    .select('item_id as itemId')
    .distinct()
    .where('value_stream_id', '=', streamId)
    .where('occurred_at', '>=', sqlInstant(from) as never)
    .where('occurred_at', '<', sqlInstant(to) as never)
    .execute();
  return rows.map((row) => row.itemId);
}

async function foldItems(
  snapshot: Snapshot,
  streamId: number,
  itemIds: readonly number[],
  { from, to }: Stretch,
): Promise<Step[]> {
  const { rows } = await sql<Record<keyof Step, number | null>>`
    SELECT occurred_at AS occurredAt, location, location_before AS locationBefore,
      mark & 0xFFFFFFFF AS mark, mark_before & 0xFFFFFFFF AS markBefore,
      is_dropped AS isDropped, was_dropped AS wasDropped, is_first AS isFirst
    FROM replay_1_steps
    WHERE value_stream_id = ${streamId} AND item_id IN (${sql.join(itemIds)})
      AND occurred_at >= ${sqlInstant(from)} AND occurred_at < ${sqlInstant(to)}`.execute(snapshot);
  return rows.map((row) => ({
    occurredAt: row.occurredAt as Instant,
    location: row.location,
    locationBefore: row.locationBefore,
    mark: row.mark,
    markBefore: row.markBefore,
    isDropped: row.isDropped === 1,
    wasDropped: row.wasDropped === 1,
    isFirst: row.isFirst === 1,
  }));
}
