-- For BI tools: one row per finished item and queue that it was in, from when it was committed to until it was finished, like the
-- time-in-queue answers of the API. All instants are UTC.
--
--   value_stream, reference, type, class_of_service, assignee, finished_at   as in bi_lead_times
--   position, queue_name, kind   only queues that work waits or is done in, as they are now
--   visits                       how often it was there; more than 1: it came back
--   hours, days                  in all its visits, elapsed, days of 24 hours
--
-- Active time is that in queues of kind active; the rest of cycle_time_hours is waiting, or was spent elsewhere.
CREATE VIEW bi_time_in_queue AS
SELECT
  s.name AS value_stream,
  f.reference,
  MAX(w.type) AS type,
  MAX(w.class_of_service) AS class_of_service,
  MAX(w.assignee) AS assignee,
  f.finished_at,
  l.position,
  l.queue_name,
  l.kind,
  COUNT(*) AS visits,
  ROUND(CAST(SUM(TIMESTAMPDIFF(MICROSECOND, GREATEST(v.entered_at, f.committed_at), LEAST(v.left_at, f.finished_at)))
    AS DECIMAL(24, 6)) / 3600000000, 6) AS hours,
  ROUND(CAST(SUM(TIMESTAMPDIFF(MICROSECOND, GREATEST(v.entered_at, f.committed_at), LEAST(v.left_at, f.finished_at)))
    AS DECIMAL(24, 6)) / 86400000000, 6) AS days
FROM item_flow f
JOIN value_streams s ON s.id = f.value_stream_id
JOIN visits v ON v.item_id = f.item_id AND v.left_at > f.committed_at AND v.entered_at < f.finished_at
JOIN wip_limits l ON l.id = v.queue_id AND l.kind IN ('backlog', 'buffer', 'active')
LEFT JOIN work_items w ON w.id = f.item_id
WHERE f.finished_at IS NOT NULL AND f.dropped_at IS NULL
GROUP BY s.name, f.item_id, f.reference, f.finished_at, l.id, l.position, l.queue_name, l.kind
