-- A row may change its stream.
CREATE TRIGGER transitions_after_update_70_note AFTER UPDATE ON transitions FOR EACH ROW
BEGIN
  IF NEW.value_stream <> OLD.value_stream THEN
    CALL note_transitions(OLD.value_stream);
    UPDATE queue_state SET has_transitions = TRUE WHERE value_stream = NEW.value_stream ORDER BY queue_id;
  END IF;
END
