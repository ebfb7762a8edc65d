-- For BI tools: one row per finished item, like the lead-time answers of the API (without dropped items, but with items that were
-- removed from the board after they were finished). All instants are UTC.
--
--   value_stream, reference, short_desc, type, class_of_service, assignee   NULL but for the first two once the item is deleted
--   entered_at, committed_at, finished_at   finished_at: the start of its current stay in delivered or completed queues
--   lead_time_hours, lead_time_days         finished − entered, elapsed, days of 24 hours
--   cycle_time_hours, cycle_time_days       finished − committed
--
-- The difference is a decimal before the division, because a division adds four digits to its operand.
CREATE VIEW bi_lead_times AS
SELECT
  v.name AS value_stream,
  f.reference,
  w.short_desc,
  w.type,
  w.class_of_service,
  w.assignee,
  f.entered_at,
  f.committed_at,
  f.finished_at,
  ROUND(CAST(TIMESTAMPDIFF(MICROSECOND, f.entered_at, f.finished_at) AS DECIMAL(24, 6)) / 3600000000, 6) AS lead_time_hours,
  ROUND(CAST(TIMESTAMPDIFF(MICROSECOND, f.committed_at, f.finished_at) AS DECIMAL(24, 6)) / 3600000000, 6) AS cycle_time_hours,
  ROUND(CAST(TIMESTAMPDIFF(MICROSECOND, f.entered_at, f.finished_at) AS DECIMAL(24, 6)) / 86400000000, 6) AS lead_time_days,
  ROUND(CAST(TIMESTAMPDIFF(MICROSECOND, f.committed_at, f.finished_at) AS DECIMAL(24, 6)) / 86400000000, 6) AS cycle_time_days
FROM item_flow f
JOIN value_streams v ON v.id = f.value_stream_id
LEFT JOIN work_items w ON w.id = f.item_id
WHERE f.finished_at IS NOT NULL AND f.dropped_at IS NULL
