-- An item that was never on the board may change its reference or stream; its blocks follow. Items of any
-- stream may name it.
CREATE TRIGGER work_items_after_update_60_rename AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  IF NEW.reference <> OLD.reference OR NEW.value_stream <> OLD.value_stream THEN
    UPDATE blocked_intervals SET reference = NEW.reference, value_stream_id = stream_id(NEW.value_stream) WHERE item_id = NEW.id;
    CALL note_change(0);
  END IF;
END
