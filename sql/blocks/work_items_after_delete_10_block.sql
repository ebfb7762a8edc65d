-- Ends the block of a deleted item. work_items_before_delete_10_cascade has updated item_state already.
CREATE TRIGGER work_items_after_delete_10_block AFTER DELETE ON work_items FOR EACH ROW
BEGIN
  DECLARE v_was TEXT;

  IF OLD.blocked_reason IS NOT NULL THEN
    CALL end_block(OLD.id, v_was);
  END IF;
END
