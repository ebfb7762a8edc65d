-- The last one gone, the stream allows every move again. What goes with a deleted queue fires no trigger; check_transition
-- looks itself whether there are any.
CREATE TRIGGER transitions_after_delete_note AFTER DELETE ON transitions FOR EACH ROW
BEGIN
  DECLARE v_left INT;

  SELECT COUNT(*) INTO v_left FROM transitions WHERE value_stream = OLD.value_stream;
  IF v_left = 0 THEN
    UPDATE queue_state SET has_transitions = FALSE WHERE value_stream = OLD.value_stream ORDER BY queue_id;
  END IF;
END
