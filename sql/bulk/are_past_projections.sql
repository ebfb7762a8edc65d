-- Whether what a bulk session has brought of a stream's projections fits its log: it has not changed the stream otherwise, the log is all of it, each item's first and
-- last row are what item_flow says, the queues have counted as many entries and marks, and as many spells as there are. The caller holds the stream's locks. It finds
-- what was left out or lost on the way; that each figure is right, `kanban verify` looks.
CREATE FUNCTION are_past_projections(p_session_id BIGINT UNSIGNED, p_stream_id INT UNSIGNED) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_first_audit_id, v_batch_id BIGINT UNSIGNED;
  DECLARE v_projected INT UNSIGNED;
  DECLARE v_rows, v_own_rows, v_items, v_flows, v_right_flows, v_marks, v_entries, v_counted_marks BIGINT;
  DECLARE v_in_progress, v_open_spells, v_spells, v_ended_spells, v_begun, v_ended BIGINT;

  SELECT MAX(projected_stream), MAX(first_audit_id), MAX(batch_id) INTO v_projected, v_first_audit_id, v_batch_id
  FROM bulk_sessions WHERE id = p_session_id;
  IF v_projected IS NULL OR v_projected <> p_stream_id
    OR EXISTS (SELECT 1 FROM bulk_changes WHERE session_id = p_session_id AND value_stream_id = p_stream_id) THEN
    RETURN FALSE;
  END IF;
  SELECT COUNT(*) INTO v_rows FROM audit_log WHERE value_stream_id = p_stream_id;
  SELECT COUNT(*), COUNT(DISTINCT item_id) INTO v_own_rows, v_items
  FROM audit_log FORCE INDEX (PRIMARY) WHERE id > v_first_audit_id AND value_stream_id = p_stream_id AND batch_id = v_batch_id;
  SELECT COUNT(*), COUNT(l.id), COUNT(f.furthest_queue_id), COUNT(f.spell_audit_id), COUNT(p.item_id)
  INTO v_flows, v_right_flows, v_marks, v_in_progress, v_open_spells
  FROM item_flow f
  LEFT JOIN audit_log e FORCE INDEX (PRIMARY)
    ON e.id = f.first_audit_id AND e.item_id = f.item_id AND e.occurred_at = f.entered_at AND e.from_queue_id IS NULL
  LEFT JOIN audit_log l FORCE INDEX (PRIMARY)
    ON l.id = f.last_audit_id AND l.item_id = f.item_id AND l.occurred_at = f.last_at AND (l.to_queue_id IS NULL) = f.is_removed
    AND e.id IS NOT NULL
  LEFT JOIN item_spells p FORCE INDEX (PRIMARY)
    ON p.item_id = f.item_id AND p.begin_audit_id = f.spell_audit_id AND p.end_audit_id IS NULL
  WHERE f.value_stream_id = p_stream_id;
  SELECT COUNT(*), COUNT(end_audit_id) INTO v_spells, v_ended_spells FROM item_spells WHERE value_stream_id = p_stream_id;
  SELECT SUM(f.entries), SUM(f.marked), SUM(f.wip_begun), SUM(f.wip_ended) INTO v_entries, v_counted_marks, v_begun, v_ended
  FROM wip_limits q JOIN flow_counts f ON f.queue_id = q.id
  WHERE q.value_stream = stream_name(p_stream_id)
    AND f.interval_start = (SELECT MAX(x.interval_start) FROM flow_counts x WHERE x.queue_id = q.id);
  RETURN COALESCE(v_rows = v_own_rows AND v_items = v_flows AND v_flows = v_right_flows
    AND v_flows = v_entries AND v_marks = v_counted_marks
    AND v_in_progress = v_open_spells AND v_spells = v_ended_spells + v_open_spells
    AND v_spells = v_begun AND v_ended_spells = v_ended, FALSE);
END
