-- What item_flow must hold, from audit_log alone.
CREATE VIEW replay_3_item_flow AS
SELECT
  item_id,
  value_stream_id,
  MAX(reference) AS reference,
  MIN(id) AS first_audit_id,
  MAX(id) AS last_audit_id,
  MIN(occurred_at) AS entered_at,
  MAX(occurred_at) AS last_at,
  MIN(committed_at) AS committed_at,
  IF(MAX(is_last AND is_finished), MAX(IF(is_finished AND NOT COALESCE(was_finished, FALSE), occurred_at, NULL)), NULL) AS finished_at,
  IF(MAX(is_last AND is_dropped), MAX(IF(is_dropped AND NOT COALESCE(was_dropped, FALSE), occurred_at, NULL)), NULL) AS dropped_at,
  MAX(IF(is_last, location, NULL)) AS location_queue_id,
  MAX(mark) & 0xFFFFFFFF AS furthest_queue_id,
  MAX(mark) >> 32 AS furthest_position,
  IF(MAX(is_last AND is_wip), MAX(IF(is_begun, id, NULL)), NULL) AS spell_audit_id,
  MAX(is_last AND to_queue_id IS NULL) AS is_removed
FROM replay_1_steps
GROUP BY value_stream_id, item_id
