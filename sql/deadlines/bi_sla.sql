-- For BI tools: one row per finished item with a due date or a policy. The figures are those of the API's SLA answers.
--
--   value_stream, reference, type, class_of_service, assignee, finished_at (UTC)
--   deadline     UTC, the last instant in time: the due date (at 00:00:00.000000 the end of that day in the zone of the stream),
--                else the start of the policy's clock (entered, or committed for a cycle time) plus its target
--   decided_by   due_date or policy; of several policies the most specific: class and type, then class, type, stream
--   hit          Y: finished at or before the deadline; N: later
--   due_day      the due date if it is a day
--
-- deadline and hit are NULL for a target in working time, which only the API computes, and for a day whose zone the server does
-- not know (mysql_tzinfo_to_sql loads zones, UTC needs none).
CREATE VIEW bi_sla AS
SELECT
  value_stream, reference, type, class_of_service, assignee, finished_at, deadline, decided_by,
  CASE WHEN finished_at <= deadline THEN 'Y' WHEN finished_at > deadline THEN 'N' END AS hit,
  due_day
FROM (
  SELECT
    v.name AS value_stream,
    f.reference,
    w.type,
    w.class_of_service,
    w.assignee,
    f.finished_at,
    CASE
      WHEN TIME(w.date_due) <> TIME'00:00:00' THEN w.date_due
      WHEN v.time_zone IN ('UTC', 'Etc/UTC') AND w.date_due IS NOT NULL
        THEN w.date_due + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND
      WHEN w.date_due IS NOT NULL
        THEN CONVERT_TZ(w.date_due + INTERVAL 1 DAY, v.time_zone, '+00:00') - INTERVAL 1 MICROSECOND
      WHEN p.clock = 'elapsed' THEN TIMESTAMPADD(MICROSECOND, CAST(p.target_hours * 3600000000 AS SIGNED),
                                                 IF(p.measure = 'cycle', f.committed_at, f.entered_at))
    END AS deadline,
    IF(w.date_due IS NOT NULL, 'due_date', 'policy') AS decided_by,
    IF(TIME(w.date_due) = TIME'00:00:00', DATE(w.date_due), NULL) AS due_day
  FROM item_flow f
  JOIN value_streams v ON v.id = f.value_stream_id
  LEFT JOIN work_items w ON w.id = f.item_id
  LEFT JOIN sla_policies p3
    ON p3.value_stream = v.name AND p3.class_of_service = w.class_of_service AND p3.type = w.type
  LEFT JOIN sla_policies p2 ON p2.value_stream = v.name AND p2.class_of_service = w.class_of_service AND p2.type = ''
  LEFT JOIN sla_policies p1 ON p1.value_stream = v.name AND p1.class_of_service = '' AND p1.type = w.type
  LEFT JOIN sla_policies p0 ON p0.value_stream = v.name AND p0.class_of_service = '' AND p0.type = ''
  LEFT JOIN sla_policies p ON p.id = COALESCE(p3.id, p2.id, p1.id, p0.id)
  WHERE f.finished_at IS NOT NULL AND f.dropped_at IS NULL AND (w.date_due IS NOT NULL OR p.id IS NOT NULL)
) finished
