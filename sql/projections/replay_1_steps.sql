-- The fold of project_audit_row said set-wise: for every row of audit_log where the item was and is, how far it had come
-- and what it was. A mark is position << 32 | queue id, so that the furthest queue is a running MAX. is_begun and is_ended: the row
-- begins a spell, ends one, or both where it passes progress by.
--
-- The partition of running values is written out: MySQL lets a condition on item_id through to the index below only where every
-- window names its partition itself.
CREATE VIEW replay_1_steps AS
SELECT
  t.*,
  (is_wip AND NOT was_wip) OR (is_finished AND NOT was_wip AND NOT COALESCE(was_finished, FALSE)) AS is_begun,
  (was_wip AND NOT is_wip) OR (is_finished AND NOT was_wip AND NOT COALESCE(was_finished, FALSE)) AS is_ended
FROM (
  SELECT
    s.*,
    LAG(location) OVER item AS location_before,
    LAG(mark) OVER item AS mark_before,
    COALESCE(LAG(is_wip) OVER item, FALSE) AS was_wip,
    LAG(is_finished) OVER item AS was_finished,
    LAG(is_dropped) OVER item AS was_dropped,
    LAG(id) OVER item IS NULL AS is_first,
    LEAD(id) OVER item IS NULL AS is_last
  FROM (
    SELECT
      r.*,
      COALESCE(to_queue_id, IF(kind_before IN ('delivered', 'completed', 'dropped'), to_before, NULL)) AS location,
      COALESCE(kind IN ('backlog', 'buffer', 'active') AND committed_at IS NOT NULL, FALSE) AS is_wip,
      COALESCE(kind, kind_before) IN ('delivered', 'completed') AS is_finished,
      IF(kind IS NULL, kind_before NOT IN ('delivered', 'completed'), kind = 'dropped') AS is_dropped
    FROM (
      SELECT
        a.id, a.value_stream_id, a.item_id, a.reference, a.occurred_at, a.to_queue_id, q.kind,
        LAG(a.to_queue_id) OVER item AS to_before,
        LAG(q.kind) OVER item AS kind_before,
        MAX(IF(q.kind <> 'dropped', q.position << 32 | q.id, NULL))
          OVER (PARTITION BY a.value_stream_id, a.item_id ORDER BY a.id ROWS UNBOUNDED PRECEDING) AS mark,
        MIN(IF(q.kind IN ('buffer', 'active', 'delivered', 'completed'), a.occurred_at, NULL))
          OVER (PARTITION BY a.value_stream_id, a.item_id ORDER BY a.id ROWS UNBOUNDED PRECEDING) AS committed_at
      FROM audit_log a
      LEFT JOIN wip_limits q ON q.id = a.to_queue_id
      WINDOW item AS (PARTITION BY a.value_stream_id, a.item_id ORDER BY a.id)
    ) r
  ) s
  WINDOW item AS (PARTITION BY value_stream_id, item_id ORDER BY id)
) t
