import { type Instant, MINUTE, type QueueCounters } from '@kanban/domain';
import { instantFromSql, sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** What a row of flow_counts covers: [interval_start, interval_start + 15 min), in UTC. */
export const QUARTER_HOUR = 15 * MINUTE;

/** Instants a statement asks about: keeps the text of one far under max_allowed_packet. */
const CHUNK = 2_000;

/**
 * What every queue of a stream had seen before each of some quarter hours. Rows of flow_counts are totals to date, so the
 * state is the last row that begins before the instant: one seek backwards in the primary key (queue_id, interval_start)
 * a queue and instant, and one read of the row found, whatever lies between. A seek in a subquery, as MariaDB has no
 * LATERAL. Every queue has a row of zeros in 1970, so none is missing.
 */
export async function loadQuarterCounts(
  snapshot: Snapshot,
  stream: string,
  quarters: readonly Instant[],
): Promise<QueueCounters[]> {
  const counters: QueueCounters[] = [];
  for (let start = 0; start < quarters.length; start += CHUNK) {
    const instants = JSON.stringify(
      quarters.slice(start, start + CHUNK).map((at) => sqlInstant(at).slice(0, 19)),
    );
    const { rows } = await sql<Omit<QueueCounters, 'at'> & { at: Instant | string }>`
      SELECT f.queue_id AS queueId, p.at AS at, f.arrivals, f.departures, f.entries, f.marked,
        f.marked_dropped AS markedDropped, f.behind
      FROM JSON_TABLE(${instants}, '$[*]' COLUMNS (at DATETIME PATH '$')) p
      STRAIGHT_JOIN wip_limits q
      STRAIGHT_JOIN flow_counts f ON f.queue_id = q.id AND f.interval_start = (
        SELECT s.interval_start FROM flow_counts s
        WHERE s.queue_id = q.id AND s.interval_start < p.at ORDER BY s.interval_start DESC LIMIT 1)
      WHERE q.value_stream = ${stream}`.execute(snapshot);
    for (const row of rows) {
      counters.push({ ...row, at: typeof row.at === 'string' ? instantFromSql(row.at) : row.at });
    }
  }
  return counters;
}
