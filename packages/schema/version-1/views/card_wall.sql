-- The wall with its cards, in the order of the queues and, in a queue, of arrival. past_due lives here because a
-- generated column cannot use the clock.
CREATE VIEW card_wall AS
SELECT
  q.value_stream,
  l.position,
  q.queue_name,
  ROW_NUMBER() OVER (PARTITION BY q.queue_id ORDER BY q.moved_at, q.id) AS place,
  q.reference,
  w.short_desc,
  w.type,
  w.class_of_service,
  w.priority,
  w.assignee,
  w.dependency,
  w.date_logged,
  w.date_due,
  IF(w.date_due < UTC_TIMESTAMP(6) AND f.finished_at IS NULL AND f.dropped_at IS NULL, 'Y', 'N') AS past_due,
  f.entered_at,
  f.committed_at,
  f.finished_at,
  q.moved_at AS in_queue_since,
  TIMESTAMPDIFF(DAY, f.entered_at, COALESCE(f.finished_at, f.dropped_at, UTC_TIMESTAMP(6))) AS age_days
FROM queues q
JOIN wip_limits l ON l.id = q.queue_id
JOIN work_items w ON w.id = q.item_id
LEFT JOIN item_flow f ON f.item_id = q.item_id
