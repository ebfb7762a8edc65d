-- The last move of a workflow gone, the stream allows every move again. Whether one is left is asked by locking reads, which wait
-- for those who just add or remove one (two who remove the last ones at once deadlock, and one repeats); and once more behind the
-- lock of the queues, since one may have been added meanwhile.
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
