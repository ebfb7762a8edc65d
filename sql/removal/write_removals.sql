-- Writes the evidence of a removal into config_history, one row per 500 items: number of rows, rows per batch, the streams, and per
-- item [id, reference, rows, first audit id, its hash, last audit id, its hash]. p_key: a JSON object that says what is removed. p_rows:
-- the number of rows in all.
CREATE PROCEDURE write_removals(IN p_key TEXT, OUT p_rows BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_first, v_last, v_rows, v_part BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_items, v_batches, v_streams LONGTEXT CHARACTER SET utf8mb4;

  SET p_rows = 0;
  each_part: LOOP
    SELECT MAX(item_id) INTO v_last FROM (
      SELECT item_id FROM history_removals WHERE connection_id = CONNECTION_ID() AND item_id > v_first
      ORDER BY item_id LIMIT 500) part;
    IF v_last IS NULL THEN
      LEAVE each_part;
    END IF;
    SELECT SUM(gone.audit_rows), JSON_ARRAYAGG(JSON_ARRAY(gone.item_id, COALESCE(l.reference, w.reference), gone.audit_rows,
      gone.first_id, HEX(f.chain_hash), gone.last_id, HEX(l.chain_hash))) INTO v_rows, v_items
    FROM (
      SELECT r.item_id, COUNT(a.id) AS audit_rows, MIN(a.id) AS first_id, MAX(a.id) AS last_id
      FROM history_removals r LEFT JOIN audit_log a FORCE INDEX (audit_log_item) ON a.item_id = r.item_id AND a.id >= r.from_audit_id
      WHERE r.connection_id = CONNECTION_ID() AND r.item_id > v_first AND r.item_id <= v_last GROUP BY r.item_id) gone
    LEFT JOIN audit_log f FORCE INDEX (PRIMARY) ON f.id = gone.first_id
    LEFT JOIN audit_log l FORCE INDEX (PRIMARY) ON l.id = gone.last_id
    LEFT JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = gone.item_id;
    SELECT JSON_OBJECTAGG(batch_id, audit_rows) INTO v_batches
    FROM (
      SELECT a.batch_id, COUNT(*) AS audit_rows
      FROM history_removals r STRAIGHT_JOIN audit_log a FORCE INDEX (audit_log_item) ON a.item_id = r.item_id AND a.id >= r.from_audit_id
      WHERE r.connection_id = CONNECTION_ID() AND r.item_id > v_first AND r.item_id <= v_last AND a.batch_id IS NOT NULL
      GROUP BY a.batch_id) of_batches;
    SELECT JSON_ARRAYAGG(value_stream_id) INTO v_streams
    FROM (
      SELECT DISTINCT s.value_stream_id
      FROM history_removals r STRAIGHT_JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = r.item_id
      WHERE r.connection_id = CONNECTION_ID() AND r.item_id > v_first AND r.item_id <= v_last) of_streams;
    SET v_part = v_part + 1, p_rows = p_rows + v_rows;
    INSERT INTO config_history (recorded_at, table_name, change_kind, row_key, old_row, actor, login)
    VALUES (clock_utc(), 'audit_log', 'delete', JSON_SET(p_key, '$.part', v_part),
      CONCAT('{"rows": ', v_rows, ', "batches": ', COALESCE(v_batches, '{}'), ', "streams": ', COALESCE(v_streams, '[]'), ', "items": ', v_items, '}'),
      current_actor(), current_login());
    UPDATE history_removals SET evidence_id = LAST_INSERT_ID()
    WHERE connection_id = CONNECTION_ID() AND item_id > v_first AND item_id <= v_last;
    SET v_first = v_last;
  END LOOP;
END
