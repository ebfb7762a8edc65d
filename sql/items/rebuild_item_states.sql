-- Computes item_state of a stream's items from work_items, item_flow, dependencies and the log. Part of rebuild_projections.
CREATE PROCEDURE rebuild_item_states(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT (SELECT name FROM value_streams WHERE id = p_stream_id);

  INSERT INTO item_state (item_id, value_stream_id)
  SELECT w.id, p_stream_id FROM work_items w LEFT JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = w.id
  WHERE w.value_stream = v_stream AND s.item_id IS NULL;

  -- A deleted work item keeps its row, because its log is still checked.
  INSERT INTO item_state (item_id, value_stream_id, is_deleted)
  SELECT f.item_id, p_stream_id, TRUE FROM item_flow f LEFT JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = f.item_id
  WHERE f.value_stream_id = p_stream_id AND s.item_id IS NULL;

  -- An item that was assigned to another stream by mistake.
  UPDATE item_state s JOIN work_items w ON w.id = s.item_id SET s.value_stream_id = p_stream_id
  WHERE w.value_stream = v_stream AND s.value_stream_id <> p_stream_id;

  CALL chain_audit_log(p_stream_id);

  -- A hash only if there is none yet: one that differs from the last row shows tampering, and a rebuild must not hide it. The index is
  -- named, because right after an import MySQL may think that the log is small and scan it for each item.
  UPDATE item_state s LEFT JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = s.item_id
  LEFT JOIN item_flow f FORCE INDEX (PRIMARY) ON f.item_id = s.item_id
  SET s.assignee = NULLIF(w.assignee, ''),
      s.is_blocked = w.blocked_reason IS NOT NULL,
      s.is_housekept = FALSE,
      s.is_deleted = (w.id IS NULL OR w.deleted_at IS NOT NULL),
      s.deleted_from = IF(w.deleted_at IS NULL, NULL, s.deleted_from),
      s.is_committed = f.committed_at IS NOT NULL,
      s.is_finished = f.finished_at IS NOT NULL,
      s.is_wip = (f.committed_at IS NOT NULL AND f.finished_at IS NULL AND f.dropped_at IS NULL),
      s.chain_hash = COALESCE(s.chain_hash, (
        SELECT a.chain_hash FROM audit_log a FORCE INDEX (audit_log_item) WHERE a.item_id = s.item_id ORDER BY a.id DESC LIMIT 1))
  WHERE s.value_stream_id = p_stream_id;

  CALL rebuild_open_dependencies(p_stream_id);
END
