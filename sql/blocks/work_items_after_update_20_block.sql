-- Blocks and unblocks. A new reason during a block goes to field_history only: the interval measures how long the item stood
-- still and keeps its first reason, and there is no second event.
CREATE TRIGGER work_items_after_update_20_block AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  DECLARE v_was TEXT;

  IF NEW.blocked_reason IS NOT NULL THEN
    CALL check_block_reason(NEW.reference, NEW.blocked_reason);
  END IF;
  IF (NEW.blocked_reason IS NULL) <> (OLD.blocked_reason IS NULL) THEN
    UPDATE item_state SET is_blocked = NEW.blocked_reason IS NOT NULL WHERE item_id = NEW.id;
    IF NEW.blocked_reason IS NOT NULL THEN
      CALL begin_block(NEW.value_stream, NEW.id, NEW.reference, NEW.blocked_reason);
    ELSE
      CALL end_block(NEW.id, v_was);
      -- There is no interval if the history of the block is being taken out.
      IF v_was IS NOT NULL THEN
        CALL write_item_event('work_item.unblocked', NEW.id, v_was);
      END IF;
    END IF;
  END IF;
END
