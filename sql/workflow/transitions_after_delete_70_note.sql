CREATE TRIGGER transitions_after_delete_70_note AFTER DELETE ON transitions FOR EACH ROW
  CALL note_transitions(OLD.value_stream)
