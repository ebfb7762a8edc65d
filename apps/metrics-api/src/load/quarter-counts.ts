import { type Instant, MINUTE, type QueueCounters } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** What a row of flow_counts covers: [interval_start, interval_start + 15 min), in UTC. */
export const QUARTER_HOUR = 15 * MINUTE;

/** Instants a statement asks about. */
const CHUNK = 2_000;

type Counts = Omit<QueueCounters, 'queueId' | 'at'>;
type CountsRow = Counts & { queueId: number };

const COUNTS = sql.raw(
  'f.queue_id AS queueId, f.arrivals, f.departures, f.entries, f.marked, f.marked_dropped AS markedDropped, f.behind',
);

/**
 * What each queue had seen before each of some quarter hours, which come in order. Rows of flow_counts are totals to date, so
 * that is the last row which begins before: one seek a queue for the first quarter hour, then the last row in each stretch
 * from one to the next, or, where a stretch has none, what was before it.
 */
export async function loadQuarterCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  quarters: readonly Instant[],
): Promise<QueueCounters[]> {
  const [first] = quarters;
  if (first === undefined || queueIds.length === 0) return [];
  const current = new Map<number, Counts>();
  const take = ({ queueId, ...counts }: CountsRow) => current.set(queueId, counts);
  const answer: QueueCounters[] = [];
  const answerAt = (at: Instant) => {
    for (const [queueId, counts] of current) answer.push({ queueId, at, ...counts });
  };

  for (const row of await loadCountsBefore(snapshot, queueIds, first)) take(row);
  answerAt(first);
  for (let start = 0; start < quarters.length - 1; start += CHUNK) {
    const bounds = quarters.slice(start, start + CHUNK + 1);
    const rows = Map.groupBy(await loadLastCounts(snapshot, queueIds, bounds), (row) => row.stretch);
    for (const [stretch, at] of bounds.entries()) {
      if (stretch === 0) continue;
      for (const { stretch: _, ...row } of rows.get(stretch) ?? []) take(row);
      answerAt(at);
    }
  }
  return answer;
}

/**
 * The last row of each queue before an instant: one seek backwards in the primary key (queue_id, interval_start) a queue.
 * A UNION of constants, as neither server seeks to a bound that comes from another table: MariaDB then reads backwards from
 * the queue's last row, MySQL sorts all of its rows. Every queue has a row of zeros in 1970.
 */
async function loadCountsBefore(
  snapshot: Snapshot,
  queueIds: readonly number[],
  before: Instant,
): Promise<CountsRow[]> {
  const seeks = queueIds.map(
    (queueId) => sql`(SELECT ${COUNTS} FROM flow_counts f
      WHERE f.queue_id = ${queueId} AND f.interval_start < ${sqlInstant(before)} ORDER BY f.interval_start DESC LIMIT 1)`,
  );
  const { rows } = await sql<CountsRow>`${sql.join(seeks, sql` UNION ALL `)}`.execute(snapshot);
  return rows;
}

/**
 * The last row of each queue in each stretch between two bounds; stretch 1 lies between bounds 0 and 1. A range of the primary
 * key a queue, read once and grouped there (INTERVAL searches its constants in halves), then the rows found. Costs what
 * changed in the range, at most 96 rows a queue and day, whatever the log holds before and after.
 */
async function loadLastCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  bounds: readonly Instant[],
): Promise<(CountsRow & { stretch: number })[]> {
  const [from, to] = [bounds[0], bounds.at(-1)] as [Instant, Instant];
  const minutes = sql.join(bounds.map((bound) => sql.lit(bound / MINUTE)));
  const { rows } = await sql<CountsRow & { stretch: number }>`
    SELECT g.stretch, ${COUNTS}
    FROM (
      SELECT queue_id, MAX(interval_start) AS last,
        INTERVAL(TIMESTAMPDIFF(MINUTE, '1970-01-01 00:00:00', interval_start), ${minutes}) AS stretch
      FROM flow_counts
      WHERE queue_id IN (${sql.join(queueIds)})
        AND interval_start >= ${sqlInstant(from)} AND interval_start < ${sqlInstant(to)}
      GROUP BY queue_id, stretch
    ) g
    STRAIGHT_JOIN flow_counts f ON f.queue_id = g.queue_id AND f.interval_start = g.last`.execute(snapshot);
  return rows;
}
