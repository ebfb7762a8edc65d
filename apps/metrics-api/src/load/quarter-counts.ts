import { HOUR, type Instant, MINUTE, type QueueCounters } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import { COUNTS, type Counts, type CountsRow, seekCounts } from './seek-counts.ts';
import type { Snapshot } from './snapshot.ts';

/** The time that a row of flow_counts covers: [interval_start, interval_start + 15 min), in UTC. */
export const QUARTER_HOUR = 15 * MINUTE;

/** Below this distance between instants, reading all rows is cheaper than a seek for each. */
const NEAR = 3 * HOUR;

type DatedRow = CountsRow & { startsAt: Instant };

/**
 * The totals of each queue before each of some quarter hours, which are in order. Rows of flow_counts are running
 * totals, so this is the last row that begins before. If fewer rows than points lie between the first and the last
 * point, all are read; else each point is looked up.
 */
export async function loadQuarterCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  quarters: readonly Instant[],
): Promise<QueueCounters[]> {
  const [first, last] = [quarters[0], quarters.at(-1)];
  if (first === undefined || last === undefined || queueIds.length === 0) return [];
  const isNear = (last - first) / quarters.length < NEAR;
  const points = queueIds.length * quarters.length;
  const rows = await loadCountsIn(snapshot, queueIds, { from: first, to: last }, isNear ? undefined : points);
  if (rows === 'more') return seekCounts(snapshot, queueIds, quarters);

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

/** The rows of some queues in a stretch of time (half open), by time: one range of the primary key per queue. */
async function loadCountsIn(
  snapshot: Snapshot,
  queueIds: readonly number[],
  { from, to }: { from: Instant; to: Instant },
  most = Number.MAX_SAFE_INTEGER - 1,
): Promise<DatedRow[] | 'more'> {
  const { rows } = await sql<DatedRow>`
    SELECT f.interval_start AS startsAt, ${COUNTS} FROM flow_counts f FORCE INDEX (PRIMARY)
    WHERE f.queue_id IN (${sql.join(queueIds)})
      AND f.interval_start >= ${sqlInstant(from)} AND f.interval_start < ${sqlInstant(to)}
    LIMIT ${most + 1}`.execute(snapshot);
  return rows.length > most ? 'more' : rows.sort((a, b) => a.startsAt - b.startsAt);
}
