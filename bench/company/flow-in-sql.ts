import { sqlTime, type Window } from './window.ts';

/** What a BI tool sends for a cumulative flow of days: from the log, all of which it must read, by window functions. */
export function flowFromLog({ streamId, from, to }: Window): string {
  const steps = (queue: 'to_queue_id' | 'from_queue_id', delta: 1 | -1) =>
    `SELECT ${queue} AS queue_id, DATE(occurred_at) AS day, ${delta} AS delta FROM audit_log
     WHERE value_stream_id = ${streamId} AND ${queue} IS NOT NULL AND occurred_at < '${sqlTime(to)}'`;
  return `SELECT * FROM (
    SELECT queue_id, day, SUM(SUM(delta)) OVER (PARTITION BY queue_id ORDER BY day) AS items
    FROM (${steps('to_queue_id', 1)} UNION ALL ${steps('from_queue_id', -1)}) steps GROUP BY queue_id, day
  ) flow WHERE day >= '${sqlTime(from)}' ORDER BY day, queue_id`;
}

/** And from our projection, whose rows are running totals. */
export function flowFromCounts({ queueIds, from, to }: Window): string {
  return `SELECT queue_id, DATE(interval_start) AS day, MAX(arrivals) AS arrivals, MAX(departures) AS departures
    FROM flow_counts WHERE queue_id IN (${queueIds.join()})
      AND interval_start >= '${sqlTime(from)}' AND interval_start < '${sqlTime(to)}'
    GROUP BY queue_id, day ORDER BY day, queue_id`;
}
