-- Assigning a committed, unfinished item counts like an entry: down for one person and up for the other, in the order of the
-- names. An item that has not entered yet may still change its stream.
CREATE TRIGGER work_items_after_update_10_assign AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  DECLARE v_from VARCHAR(128) DEFAULT NULLIF(OLD.assignee, '');
  DECLARE v_to VARCHAR(128) DEFAULT NULLIF(NEW.assignee, '');
  DECLARE v_counted_for VARCHAR(128);
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_is_wip BOOLEAN;
  DECLARE v_notes VARCHAR(100) DEFAULT '';

  IF NOT (v_from <=> v_to) OR NEW.value_stream <> OLD.value_stream THEN
    SELECT value_stream_id, is_wip, assignee INTO v_stream_id, v_is_wip, v_counted_for FROM item_state WHERE item_id = NEW.id FOR UPDATE;
    IF NEW.value_stream <> OLD.value_stream THEN
      SELECT id INTO v_stream_id FROM value_streams WHERE name = NEW.value_stream LOCK IN SHARE MODE;
    END IF;
    IF v_to IS NOT NULL THEN
      CALL ensure_person(v_stream_id, v_to, IF(v_is_wip, v_from, NULL));
    END IF;
    -- The person is being renamed (rename_person); the item is counted already.
    IF v_is_wip AND NOT (v_from <=> v_to) AND NOT (v_counted_for <=> v_to) THEN
      IF v_from < v_to OR v_to IS NULL THEN
        CALL count_person(NEW.value_stream, v_stream_id, v_from, -1, NEW.reference, v_notes);
      END IF;
      IF v_to IS NOT NULL THEN
        CALL count_person(NEW.value_stream, v_stream_id, v_to, 1, NEW.reference, v_notes);
      END IF;
      IF v_from > v_to THEN
        CALL count_person(NEW.value_stream, v_stream_id, v_from, -1, NEW.reference, v_notes);
      END IF;
    END IF;
    UPDATE item_state SET assignee = v_to, value_stream_id = v_stream_id WHERE item_id = NEW.id;
  END IF;
END
