-- A move that went past a person's limit, where that is only observed, tells of it. The item's row of item_state is locked by
-- the move; read by a locking read, because a snapshot may have another assignee.
CREATE TRIGGER audit_log_after_insert_person AFTER INSERT ON audit_log FOR EACH ROW
BEGIN
  DECLARE v_assignee VARCHAR(128);

  IF FIND_IN_SET('over_person_limit', NEW.rule_notes) THEN
    SELECT assignee INTO v_assignee FROM item_state WHERE item_id = NEW.item_id LOCK IN SHARE MODE;
    CALL write_person_event(NEW.value_stream_id, v_assignee, NEW.reference);
  END IF;
END
