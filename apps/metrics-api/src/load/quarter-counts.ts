import { DAY, HOUR, type Instant, MINUTE, type QueueCounters } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import { type DatedRow, loadLastCounts } from './last-counts.ts';
import { COUNTS, type Counts, seekCounts } from './seek-counts.ts';
import type { Snapshot } from './snapshot.ts';

/** The time that a row of flow_counts covers: [interval_start, interval_start + 15 min), in UTC. */
export const QUARTER_HOUR = 15 * MINUTE;

/** Below this distance between instants, reading all rows is cheaper than choosing among them. */
const NEAR = 3 * HOUR;
/** Up to this one, a scan that chooses is cheaper than a seek for each: a queue has at most 96 rows a day. */
const DAYS = 1.1 * DAY;

/**
 * The totals of each queue before each of some quarter hours, which are in order. Rows of flow_counts are running
 * totals, so this is the last row that begins before. Between points up to a day apart one scan finds it. Of points farther apart,
 * each is looked up, unless there are fewer rows than points.
 */
export async function loadQuarterCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  quarters: readonly Instant[],
): Promise<QueueCounters[]> {
  const [first, last] = [quarters[0], quarters.at(-1)];
  if (first === undefined || last === undefined || queueIds.length === 0) return [];
  const rows = await loadRowsBetween(snapshot, queueIds, quarters);
  if (rows === undefined) return seekCounts(snapshot, queueIds, quarters);
  rows.sort((a, b) => a.startsAt - b.startsAt);

  const start = await seekCounts(snapshot, queueIds, [first]);
  const current = new Map<number, Counts>(start.map(({ queueId, at: _, ...counts }) => [queueId, counts]));
  let next = 0;
  return quarters.flatMap((at) => {
    for (let row = rows[next]; row && row.startsAt < at; row = rows[++next]) {
      const { queueId, startsAt: _, ...counts } = row;
      current.set(queueId, counts);
    }
    return [...current].map(([queueId, counts]) => ({ queueId, at, ...counts }));
  });
}

/** Enough rows between the first and the last instant to say the totals before each, in no order; undefined: too many. */
async function loadRowsBetween(
  snapshot: Snapshot,
  queueIds: readonly number[],
  quarters: readonly Instant[],
): Promise<DatedRow[] | undefined> {
  const stretch = { from: quarters[0] as Instant, to: quarters.at(-1) as Instant };
  const distance = (stretch.to - stretch.from) / Math.max(1, quarters.length - 1);
  if (distance < NEAR) return loadCountsIn(snapshot, queueIds, stretch);
  const lasts = distance <= DAYS ? await loadLastCounts(snapshot, queueIds, quarters) : undefined;
  return lasts ?? loadCountsIn(snapshot, queueIds, stretch, queueIds.length * quarters.length);
}

/** The rows of some queues in a stretch of time (half open): one range of the primary key per queue. Undefined: there are more. */
async function loadCountsIn(
  snapshot: Snapshot,
  queueIds: readonly number[],
  { from, to }: { from: Instant; to: Instant },
  most = Number.MAX_SAFE_INTEGER - 1,
): Promise<DatedRow[] | undefined> {
  const { rows } = await sql<DatedRow>`
    SELECT f.interval_start AS startsAt, ${COUNTS} FROM flow_counts f FORCE INDEX (PRIMARY)
    WHERE f.queue_id IN (${sql.join(queueIds)})
      AND f.interval_start >= ${sqlInstant(from)} AND f.interval_start < ${sqlInstant(to)}
    LIMIT ${most + 1}`.execute(snapshot);
  return rows.length > most ? undefined : rows;
}
