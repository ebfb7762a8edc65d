-- Who may bring along the projections of a stream: a bulk session, of one stream that had no log when the session began. At its end
-- are_past_projections looks whether they fit the log.
CREATE PROCEDURE check_past_projections(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_first_audit_id BIGINT UNSIGNED;
  DECLARE v_projected INT UNSIGNED;

  SELECT MAX(first_audit_id), MAX(projected_stream) INTO v_first_audit_id, v_projected
  FROM bulk_sessions WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID() AND finished_by IS NULL;
  IF v_first_audit_id IS NULL THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this connection is not at bulk work; CALL begin_bulk() first');
  END IF;
  IF v_projected IS NULL THEN
    IF EXISTS (SELECT 1 FROM audit_log WHERE value_stream_id = p_stream_id AND id <= v_first_audit_id) THEN
      CALL refuse(9120, 'BULK_REFUSED', 'only a stream without a log takes projections; end_bulk makes those of all others');
    END IF;
    UPDATE bulk_sessions SET projected_stream = p_stream_id WHERE id = @kanban_bulk;
  ELSEIF v_projected <> p_stream_id THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this bulk session has brought the projections of another stream');
  END IF;
END
