import { type Instant, MINUTE } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { sql } from 'kysely';
import { COUNTS, type CountsRow } from './seek-counts.ts';
import type { Snapshot } from './snapshot.ts';

export type DatedRow = CountsRow & { startsAt: Instant };

/** Points that lie `step` apart, and the point before them, from which on rows are looked at. */
interface Run {
  after: Instant;
  first: Instant;
  last: Instant;
}

/** Beyond so many runs the points have no rhythm. */
const MOST_RUNS = 50;

/**
 * The last row of each queue between each point and the next, and now and then one more between them. One scan of the primary key, of
 * which the server keeps what it returns: a seek for each point costs as much as reading 30 rows (MariaDB) or 80 (MySQL).
 * Undefined: the points, which are in order, are too unlike a rhythm with a few exceptions, such as days with changes of the clock.
 */
export async function loadLastCounts(
  snapshot: Snapshot,
  queueIds: readonly number[],
  points: readonly Instant[],
): Promise<DatedRow[] | undefined> {
  const step = usualStep(points);
  const runs = runsOf(points, step);
  if (runs.length > MOST_RUNS) return undefined;
  const lasts = runs.map(({ after, first, last }) => {
    const place = sql`TIMESTAMPDIFF(MINUTE, ${sqlInstant(first - step)}, interval_start) DIV ${sql.lit(step / MINUTE)}`;
    return sql`SELECT queue_id, MAX(interval_start) AS last FROM flow_counts FORCE INDEX (PRIMARY)
      WHERE queue_id IN (${sql.join(queueIds)})
        AND interval_start >= ${sqlInstant(after)} AND interval_start < ${sqlInstant(last)}
      GROUP BY queue_id, ${place}`;
  });
  const { rows } = await sql<DatedRow>`
    SELECT f.interval_start AS startsAt, ${COUNTS} FROM (${sql.join(lasts, sql` UNION ALL `)}) g
    STRAIGHT_JOIN flow_counts f FORCE INDEX (PRIMARY) ON f.queue_id = g.queue_id AND f.interval_start = g.last`.execute(
    snapshot,
  );
  return rows;
}

/** The middle one of all distances. */
function usualStep(points: readonly Instant[]): number {
  const steps = points.slice(1).map((at, place) => at - (points[place] as Instant));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] as number;
}

function runsOf(points: readonly Instant[], step: number): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  for (const [place, at] of points.entries()) {
    if (place === 0) continue;
    const before = points[place - 1] as Instant;
    // A longer distance is no part of a run: its rows would fall into one place with those before.
    if (run && at - before === step) run.last = at;
    else {
      run = { after: before, first: at, last: at };
      runs.push(run);
    }
  }
  return runs;
}
