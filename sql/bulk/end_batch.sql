-- Marks a batch as recorded. A session that wrote nothing to the log and no block leaves no batch.
CREATE PROCEDURE end_batch(IN p_batch_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_first_id, v_last_id, v_rows BIGINT UNSIGNED;

  SELECT first_audit_id INTO v_first_id FROM import_batches WHERE id = p_batch_id;
  SELECT COUNT(*), MAX(id) INTO v_rows, v_last_id FROM audit_log WHERE id > v_first_id AND batch_id = p_batch_id;
  IF v_rows = 0 AND NOT EXISTS (SELECT 1 FROM blocked_intervals WHERE batch_id = p_batch_id) THEN
    DELETE FROM import_batches WHERE id = p_batch_id;
  ELSE
    UPDATE import_batches SET recorded_at = clock_utc(), last_audit_id = COALESCE(v_last_id, v_first_id), audit_rows = v_rows WHERE id = p_batch_id;
  END IF;
END
