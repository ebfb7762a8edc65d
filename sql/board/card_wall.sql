-- One row per card, in the order of the queues and of the places in each queue. place is 1…n in each queue. Softly deleted items
-- are left out. past_due is here because a generated column cannot use the clock.
--
-- A due date at 00:00:00.000000 means that day in the zone of the stream. If the server does not know the zone
-- (mysql_tzinfo_to_sql loads zones, UTC needs none), past_due is Y only once the day is over everywhere, 36 hours after it began
-- in UTC: up to 26 hours late, never early, never NULL. A day before 1970, and on MariaDB 10.11 after 2037, ends as in UTC.
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
  IF(f.finished_at IS NULL AND f.dropped_at IS NULL AND CASE
      WHEN TIME(w.date_due) <> TIME'00:00:00' THEN w.date_due < clock_utc()
      WHEN s.time_zone IN ('UTC', 'Etc/UTC') THEN w.date_due + INTERVAL 1 DAY <= clock_utc()
      ELSE COALESCE(CONVERT_TZ(w.date_due + INTERVAL 1 DAY, s.time_zone, '+00:00'), w.date_due + INTERVAL 36 HOUR) <= clock_utc()
    END, 'Y', 'N') AS past_due,
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
JOIN value_streams s ON s.name = q.value_stream
LEFT JOIN item_flow f ON f.item_id = q.item_id
LEFT JOIN item_state i ON i.item_id = q.item_id
LEFT JOIN queue_places p ON p.item_id = q.item_id
WHERE w.deleted_at IS NULL
