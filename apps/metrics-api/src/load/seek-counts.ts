import type { Instant, QueueCounters } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

export type Counts = Omit<QueueCounters, 'queueId' | 'at'>;
export type CountsRow = Counts & { queueId: number };

export const COUNTS = sql.raw(
  'f.queue_id AS queueId, f.arrivals, f.departures, f.entries, f.marked, f.marked_dropped AS markedDropped, f.behind',
);

/** Seeks a statement: each is a query block to be parsed and planned. */
const SEEKS = 200;
/** Up to so many it costs next to nothing to seek each queue by itself. */
const FEW = 12;

type Row = CountsRow & { place: number };

/**
 * The last row of each queue before each instant: seeks into the primary key (queue_id, interval_start), so what lies between
 * instants costs nothing. Instants are constants of a UNION, because only then do the servers seek: given an instant from another
 * table they read backwards from the queue's end. Every queue has a row of zeros in 1970.
 */
export async function seekCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  instants: readonly Instant[],
): Promise<QueueCounters[]> {
  const seek = instants.length > FEW && (await skipsThrough(snapshot)) ? seekQueues : seekEach;
  const counters: QueueCounters[] = [];
  for (let start = 0; start < instants.length; start += SEEKS) {
    const asked = instants.slice(start, start + SEEKS);
    const seeks = asked.map((at, place) => seek(queueIds, at, place));
    const { rows } = await sql<Row>`
      SELECT g.place, ${COUNTS} FROM (${sql.join(seeks, sql` UNION ALL `)}) g
      STRAIGHT_JOIN flow_counts f FORCE INDEX (PRIMARY) ON f.queue_id = g.queue_id AND f.interval_start = g.last`.execute(
      snapshot,
    );
    for (const { place, ...row } of rows) counters.push({ ...row, at: asked[place] as Instant });
  }
  return counters;
}

/** All queues in one block: the server skips through the index from queue to queue. */
function seekQueues(queueIds: readonly number[], at: Instant, place: number) {
  return sql`SELECT ${sql.lit(place)} AS place, queue_id, MAX(interval_start) AS last FROM flow_counts
    WHERE queue_id IN (${sql.join(queueIds)}) AND interval_start < ${sqlInstant(at)} GROUP BY queue_id`;
}

/** A block for each queue, which the server answers while it plans: twice the time to parse, but no statistics can spoil it. */
function seekEach(queueIds: readonly number[], at: Instant, place: number) {
  const seeks = queueIds.map(
    (
      queueId,
    ) => sql`SELECT ${sql.lit(place)} AS place, ${sql.lit(queueId)} AS queue_id, MAX(interval_start) AS last
      FROM flow_counts WHERE queue_id = ${queueId} AND interval_start < ${sqlInstant(at)}`,
  );
  return sql.join(seeks, sql` UNION ALL `);
}

/** MySQL reads row by row instead, whatever EXPLAIN says, when it takes the table for small, as right after an import. */
async function skipsThrough(snapshot: Snapshot): Promise<boolean> {
  const { rows } = await sql<{ version: string }>`SELECT VERSION() AS version`.execute(snapshot);
  return rows.every(({ version }) => version.includes('MariaDB'));
}
