-- Lists in history_removals what removing a batch takes out: whole items that the batch brought, and of other items its rows. In
-- the caller's transaction at READ COMMITTED. Locks cards and items in the order of every mover, so the reads after that are
-- complete.
CREATE PROCEDURE list_batch_removal(IN p_batch_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_started_at, v_recorded_at, v_undone_at DATETIME(6);
  DECLARE v_first_id, v_last_id BIGINT UNSIGNED;

  CALL check_transaction();
  -- Deletes an old list that was never used; waits if its connection is removing it now.
  DELETE FROM history_removals WHERE item_id > 0;
  SELECT MAX(started_at), MAX(recorded_at), MAX(undone_at), MAX(first_audit_id), MAX(last_audit_id)
  INTO v_started_at, v_recorded_at, v_undone_at, v_first_id, v_last_id
  FROM import_batches WHERE id = p_batch_id FOR UPDATE;
  IF v_recorded_at IS NULL THEN
    CALL refuse(9131, 'REMOVAL_REFUSED', CONCAT(IF(v_started_at IS NULL, 'there is no batch ', 'the import has not ended: batch '),
      COALESCE(p_batch_id, 'NULL')));
  END IF;
  IF v_undone_at IS NOT NULL THEN
    CALL refuse(9131, 'REMOVAL_REFUSED', CONCAT('batch ', p_batch_id, ' was taken back at ', v_undone_at, ' UTC'));
  END IF;

  INSERT INTO history_removals (item_id, connection_id, batch_id, from_audit_id)
  SELECT item_id, CONNECTION_ID(), p_batch_id, MIN(id)
  FROM audit_log WHERE id > v_first_id AND id <= v_last_id AND batch_id = p_batch_id GROUP BY item_id;
  -- For items that the batch only blocked, no row of the log goes.
  INSERT INTO history_removals (item_id, connection_id, batch_id, from_audit_id)
  SELECT item_id, CONNECTION_ID(), p_batch_id, 18446744073709551615 FROM blocked_intervals WHERE batch_id = p_batch_id GROUP BY item_id
  ON DUPLICATE KEY UPDATE batch_id = VALUES(batch_id);
  CALL lock_removals();
  -- An item that existed before without a card stays, and so does one with earlier rows.
  UPDATE history_removals r LEFT JOIN work_items w ON w.id = r.item_id
  SET r.kept_audit_id = (
    SELECT COALESCE(MAX(a.id), IF(w.id IS NULL OR w.created_at >= v_started_at, NULL, 0))
    FROM audit_log a FORCE INDEX (audit_log_item) WHERE a.item_id = r.item_id AND a.id < r.from_audit_id)
  WHERE r.connection_id = CONNECTION_ID();
END
