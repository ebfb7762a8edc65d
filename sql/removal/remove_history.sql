-- Takes the listed history (list_batch_removal, list_stream_removal) out of the log, after it has written the evidence. The
-- caller is in a transaction and in bulk work, whose end counts and projects again. Refused if something depends on the history.
CREATE PROCEDURE remove_history(IN p_key TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_obstacle TEXT;
  DECLARE v_rows BIGINT UNSIGNED;

  CALL check_transaction();
  IF NOT is_bulk() THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this connection is not at bulk work; CALL begin_bulk() first');
  END IF;
  SELECT MIN(CONCAT(reference, ' ', obstacle)) INTO v_obstacle FROM removal_obstacles;
  IF v_obstacle IS NOT NULL THEN
    CALL refuse(9131, 'REMOVAL_REFUSED', v_obstacle);
  END IF;
  INSERT INTO bulk_changes (session_id, item_id, value_stream_id, reference)
  SELECT DISTINCT @kanban_bulk, 0, s.value_stream_id, ''
  FROM history_removals r STRAIGHT_JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = r.item_id WHERE r.connection_id = CONNECTION_ID()
  ON DUPLICATE KEY UPDATE removed_at = NULL;

  CALL write_removals(p_key, v_rows);
  CALL put_back_cards();
  DELETE a FROM history_removals r STRAIGHT_JOIN audit_log a FORCE INDEX (audit_log_item)
  ON a.item_id = r.item_id AND a.id >= r.from_audit_id WHERE r.connection_id = CONNECTION_ID();
  -- A snapshot older than the list lacks later rows.
  IF ROW_COUNT() <> v_rows THEN
    CALL refuse(9131, 'REMOVAL_REFUSED', 'the log has more than this transaction sees: SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
  END IF;
  -- The end of the bulk work sets the hash of the last remaining row.
  UPDATE history_removals r STRAIGHT_JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = r.item_id SET s.chain_hash = NULL
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NOT NULL AND r.from_audit_id < 18446744073709551615;
  CALL remove_blocks();
  CALL remove_listed_items();
  UPDATE import_batches b SET b.undone_at = clock_utc()
  WHERE b.undone_at IS NULL AND b.recorded_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM audit_log a WHERE a.id > b.first_audit_id AND a.id <= b.last_audit_id AND a.batch_id = b.id)
    AND NOT EXISTS (SELECT 1 FROM blocked_intervals i WHERE i.batch_id = b.id);
  DELETE FROM history_removals WHERE connection_id = CONNECTION_ID();
END
