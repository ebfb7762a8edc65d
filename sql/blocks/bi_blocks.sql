-- For BI tools: one row per block, as /v1/blocked/intervals lists them. All instants are UTC.
--
--   value_stream, reference, reason, blocked_by, blocked_at, unblocked_at   unblocked_at NULL: it lasts
--   queue_name           where the item was when it was blocked; NULL: in no queue that there is
--   hours                how long it lasted, or has lasted until now
--   in_progress_hours    the part in which the item was in progress, which is what blocks cost
CREATE VIEW bi_blocks AS
SELECT
  s.name AS value_stream,
  b.reference,
  b.reason,
  b.blocked_by,
  b.blocked_at,
  b.unblocked_at,
  (SELECT l.queue_name FROM visits v JOIN wip_limits l ON l.id = v.queue_id
   WHERE v.item_id = b.item_id AND v.entered_at <= b.blocked_at AND (v.left_at IS NULL OR v.left_at > b.blocked_at)
   ORDER BY v.entry_audit_id DESC LIMIT 1) AS queue_name,
  ROUND(CAST(TIMESTAMPDIFF(MICROSECOND, b.blocked_at, COALESCE(b.unblocked_at, UTC_TIMESTAMP(6))) AS DECIMAL(24, 6))
    / 3600000000, 6) AS hours,
  ROUND(CAST(COALESCE((
    SELECT SUM(GREATEST(0, TIMESTAMPDIFF(MICROSECOND, GREATEST(p.begin_at, b.blocked_at),
      LEAST(COALESCE(p.end_at, UTC_TIMESTAMP(6)), COALESCE(b.unblocked_at, UTC_TIMESTAMP(6))))))
    FROM item_spells p WHERE p.item_id = b.item_id), 0) AS DECIMAL(24, 6)) / 3600000000, 6) AS in_progress_hours
FROM blocked_intervals b JOIN value_streams s ON s.id = b.value_stream_id
