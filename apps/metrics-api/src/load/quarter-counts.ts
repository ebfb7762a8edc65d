import { HOUR, type Instant, MINUTE, type QueueCounters } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** What a row of flow_counts covers: [interval_start, interval_start + 15 min), in UTC. */
export const QUARTER_HOUR = 15 * MINUTE;

/** Instants nearer to each other than this: to read all rows between them costs less than to seek to each. */
const NEAR = 3 * HOUR;
/** Seeks a statement: each is a query block to be parsed and planned. */
const SEEKS = 200;

type Counts = Omit<QueueCounters, 'queueId' | 'at'>;
type CountsRow = Counts & { queueId: number };

const COUNTS = sql.raw(
  'f.queue_id AS queueId, f.arrivals, f.departures, f.entries, f.marked, f.marked_dropped AS markedDropped, f.behind',
);

/**
 * What each queue had seen before each of some quarter hours, which come in order. Rows of flow_counts are totals to date, so
 * that is the last row which begins before.
 */
export async function loadQuarterCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  quarters: readonly Instant[],
): Promise<QueueCounters[]> {
  const [first, last] = [quarters[0], quarters.at(-1)];
  if (first === undefined || last === undefined || queueIds.length === 0) return [];
  if ((last - first) / quarters.length >= NEAR) return seekCounts(snapshot, queueIds, quarters);

  const start = await seekCounts(snapshot, queueIds, [first]);
  const current = new Map<number, Counts>(start.map(({ queueId, at: _, ...counts }) => [queueId, counts]));
  const rows = await loadCountsIn(snapshot, queueIds, first, last);
  let next = 0;
  return quarters.flatMap((at) => {
    for (let row = rows[next]; row && row.startsAt < at; row = rows[++next]) {
      const { queueId, startsAt: _, ...counts } = row;
      current.set(queueId, counts);
    }
    return [...current].map(([queueId, counts]) => ({ queueId, at, ...counts }));
  });
}

/**
 * The last row of each queue before each instant: for every instant one seek a queue into the primary key (queue_id,
 * interval_start), then the rows found, so what lies between instants costs nothing. A UNION with the instants as constants,
 * because only then do both servers seek (EXPLAIN: Using index for group-by); given an instant from another table, MariaDB
 * reads backwards from the queue's end and MySQL sorts all of its rows. Every queue has a row of zeros in 1970.
 */
async function seekCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  instants: readonly Instant[],
): Promise<QueueCounters[]> {
  const counters: QueueCounters[] = [];
  for (let start = 0; start < instants.length; start += SEEKS) {
    const asked = instants.slice(start, start + SEEKS);
    const seeks = asked.map(
      (
        at,
        place,
      ) => sql`SELECT ${sql.lit(place)} AS place, queue_id, MAX(interval_start) AS last FROM flow_counts
        WHERE queue_id IN (${sql.join(queueIds)}) AND interval_start < ${sqlInstant(at)} GROUP BY queue_id`,
    );
    const { rows } = await sql<CountsRow & { place: number }>`
      SELECT g.place, ${COUNTS} FROM (${sql.join(seeks, sql` UNION ALL `)}) g
      STRAIGHT_JOIN flow_counts f ON f.queue_id = g.queue_id AND f.interval_start = g.last`.execute(snapshot);
    for (const { place, ...row } of rows) counters.push({ ...row, at: asked[place] as Instant });
  }
  return counters;
}

/** All rows of some queues in a stretch of time (half open), by time: a range of the primary key a queue, sorted. */
async function loadCountsIn(
  snapshot: Snapshot,
  queueIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<(CountsRow & { startsAt: Instant })[]> {
  const { rows } = await sql<CountsRow & { startsAt: Instant }>`
    SELECT f.interval_start AS startsAt, ${COUNTS} FROM flow_counts f
    WHERE f.queue_id IN (${sql.join(queueIds)})
      AND f.interval_start >= ${sqlInstant(from)} AND f.interval_start < ${sqlInstant(to)}
    ORDER BY f.interval_start`.execute(snapshot);
  return rows;
}
