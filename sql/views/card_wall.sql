-- The wall with its cards, each with all that is written on a physical one, in the order of the queues and, in a queue, in
-- the order that place_item gives them, else that of arrival. place is 1…n in each queue. past_due lives here because a
-- generated column cannot use the clock. Softly deleted items are not on the wall.
CREATE VIEW card_wall AS
SELECT
  q.value_stream,
  l.position,
  q.queue_name,
  ROW_NUMBER() OVER (PARTITION BY q.queue_id ORDER BY p.place_rank IS NULL, p.place_rank, q.item_id) AS place,
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
  TIMESTAMPDIFF(DAY, f.entered_at, COALESCE(f.finished_at, f.dropped_at, UTC_TIMESTAMP(6))) AS age_days,
  w.description,
  IF(w.blocked_reason IS NULL, 'N', 'Y') AS blocked,
  w.blocked_reason,
  COALESCE(i.open_dependencies, 0) AS open_dependencies,
  w.parent,
  w.defect_of,
  q.queue_id
FROM queues q
JOIN wip_limits l ON l.id = q.queue_id
JOIN work_items w ON w.id = q.item_id
LEFT JOIN item_flow f ON f.item_id = q.item_id
LEFT JOIN item_state i ON i.item_id = q.item_id
LEFT JOIN queue_places p ON p.item_id = q.item_id
WHERE w.deleted_at IS NULL
