-- From now on every move in the stream is checked.
CREATE TRIGGER transitions_after_insert_70_note AFTER INSERT ON transitions FOR EACH ROW
  UPDATE queue_state SET has_transitions = TRUE WHERE value_stream = NEW.value_stream ORDER BY queue_id
