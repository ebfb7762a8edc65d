-- Counts the parts of one item as they are now: a JSON object for item_progress. One item per call, so that asking for one reads
-- only its own parts. A dropped or deleted item is left out with everything below it. A leaf is an item without parts; only
-- leaves are work that is done or not.
CREATE FUNCTION item_parts(p_reference VARCHAR(64)) RETURNS TEXT
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_parts TEXT;

  WITH RECURSIVE parts AS (
    SELECT w.id, w.reference, w.parent, 1 AS depth
    FROM work_items w LEFT JOIN item_flow f ON f.item_id = w.id
    WHERE w.parent = p_reference AND w.deleted_at IS NULL AND f.dropped_at IS NULL
    UNION ALL
    SELECT w.id, w.reference, w.parent, p.depth + 1
    FROM parts p JOIN work_items w ON w.parent = p.reference LEFT JOIN item_flow f ON f.item_id = w.id
    WHERE w.deleted_at IS NULL AND f.dropped_at IS NULL
  )
  SELECT JSON_OBJECT('children', COALESCE(SUM(p.depth = 1), 0), 'descendants', COUNT(*),
    'leaves', COALESCE(SUM(b.parent IS NULL), 0),
    'done', COALESCE(SUM(b.parent IS NULL AND s.is_finished), 0),
    'started', COALESCE(SUM(b.parent IS NULL AND (s.is_finished OR COALESCE(l.kind = 'active', FALSE))), 0),
    'blocked', COALESCE(SUM(b.parent IS NULL AND s.is_blocked AND NOT s.is_finished), 0))
  INTO v_parts
  FROM parts p
  JOIN item_state s ON s.item_id = p.id
  LEFT JOIN (SELECT DISTINCT parent FROM parts) b ON b.parent = p.reference
  LEFT JOIN queues q ON q.reference = p.reference
  LEFT JOIN wip_limits l ON l.id = q.queue_id;
  RETURN v_parts;
END
