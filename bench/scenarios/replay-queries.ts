/** The answers of the API computed from `audit_log` by window functions: what one writes without projections. */

const finishedItems = `
  SELECT item_id, MIN(occurred_at) AS entered_at,
         MAX(IF(finished AND NOT COALESCE(was_finished, FALSE), occurred_at, NULL)) AS finished_at
  FROM (
    SELECT a.item_id, a.occurred_at, q.kind IN ('delivered', 'completed') AS finished,
           LAG(q.kind IN ('delivered', 'completed')) OVER item AS was_finished,
           LEAD(a.id) OVER item IS NULL AS is_last
    FROM audit_log a LEFT JOIN wip_limits q ON q.id = a.to_queue_id
    WINDOW item AS (PARTITION BY a.item_id ORDER BY a.id)
  ) steps
  GROUP BY item_id
  HAVING MAX(is_last AND finished) AND finished_at >= UTC_TIMESTAMP() - INTERVAL 90 DAY`;

export const replayQueries = {
  'lead-time': `SELECT w.reference, f.* FROM (${finishedItems}) f JOIN work_items w ON w.id = f.item_id ORDER BY finished_at`,
  sla: `SELECT w.reference, w.date_due, w.class_of_service, w.type, f.* FROM (${finishedItems}) f JOIN work_items w ON w.id = f.item_id`,
  'cumulative-flow': `
    SELECT * FROM (
      SELECT queue_id, day, SUM(SUM(delta)) OVER (PARTITION BY queue_id ORDER BY day) AS items
      FROM (
        SELECT to_queue_id AS queue_id, DATE(occurred_at) AS day, 1 AS delta FROM audit_log WHERE to_queue_id IS NOT NULL
        UNION ALL
        SELECT LAG(to_queue_id) OVER (PARTITION BY item_id ORDER BY id), DATE(occurred_at), -1 FROM audit_log
      ) steps
      WHERE queue_id IS NOT NULL
      GROUP BY queue_id, day
    ) flow
    WHERE day >= UTC_DATE() - INTERVAL 90 DAY`,
} as const;
