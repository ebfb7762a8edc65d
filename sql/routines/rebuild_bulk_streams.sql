-- Rebuilds every stream a bulk session touched: whose cards or queues it changed, or whose log it wrote itself.
CREATE PROCEDURE rebuild_bulk_streams(IN p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED DEFAULT 0;
  DECLARE v_first_audit_id BIGINT UNSIGNED;

  SELECT first_audit_id INTO v_first_audit_id FROM bulk_sessions WHERE id = p_id;
  each_stream: LOOP
    SELECT MIN(v.id) INTO v_stream_id FROM value_streams v
    WHERE v.id > v_stream_id
      AND (EXISTS (SELECT 1 FROM bulk_changes c WHERE c.session_id = p_id AND c.value_stream_id = v.id)
           OR EXISTS (SELECT 1 FROM audit_log a WHERE a.value_stream_id = v.id AND a.id > v_first_audit_id
                      AND (a.source = 'import' OR a.chain_hash IS NULL)));
    IF v_stream_id IS NULL THEN
      LEAVE each_stream;
    END IF;
    CALL rebuild_projections(v_stream_id);
  END LOOP;
END
