-- Rebuilds every stream in which a bulk session changed cards, queues or the log.
CREATE PROCEDURE rebuild_bulk_streams(IN p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED DEFAULT 0;
  DECLARE v_first_audit_id BIGINT UNSIGNED;
  DECLARE v_is_touched BOOLEAN;

  SELECT first_audit_id INTO v_first_audit_id FROM bulk_sessions WHERE id = p_id;
  each_stream: LOOP
    -- A locking read, because a stream may be younger than the snapshot. The session's own rows are in the snapshot.
    SELECT MIN(id) INTO v_stream_id FROM value_streams WHERE id > v_stream_id LOCK IN SHARE MODE;
    IF v_stream_id IS NULL THEN
      LEAVE each_stream;
    END IF;
    SELECT EXISTS (SELECT 1 FROM bulk_changes c WHERE c.session_id = p_id AND c.value_stream_id = v_stream_id)
        OR EXISTS (SELECT 1 FROM audit_log a WHERE a.value_stream_id = v_stream_id AND a.id > v_first_audit_id
                   AND (a.source = 'import' OR a.chain_hash IS NULL))
    INTO v_is_touched;
    IF v_is_touched THEN
      CALL rebuild_stream(v_stream_id, p_id);
    END IF;
  END LOOP;
END
