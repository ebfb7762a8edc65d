-- After the last transition of a stream is deleted, every move is allowed again. Locking reads check whether one is left and wait
-- for connections that add or remove one (two that remove the last ones at once deadlock, and one repeats). Checks again under
-- the lock of the queues, because one may have been added meanwhile.
CREATE PROCEDURE note_transitions(IN p_value_stream VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_has_transitions BOOLEAN;

  SELECT COUNT(*) > 0 INTO v_has_transitions FROM transitions WHERE value_stream = p_value_stream LOCK IN SHARE MODE;
  IF NOT v_has_transitions THEN
    UPDATE queue_state SET has_transitions = FALSE WHERE value_stream = p_value_stream ORDER BY queue_id;
    SELECT COUNT(*) > 0 INTO v_has_transitions FROM transitions WHERE value_stream = p_value_stream LOCK IN SHARE MODE;
    IF v_has_transitions THEN
      UPDATE queue_state SET has_transitions = TRUE WHERE value_stream = p_value_stream ORDER BY queue_id;
    END IF;
  END IF;
END
