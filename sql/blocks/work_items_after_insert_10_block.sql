-- A new item can be blocked from the start. No other connection knows it yet, so nothing needs a lock.
CREATE TRIGGER work_items_after_insert_10_block AFTER INSERT ON work_items FOR EACH ROW
BEGIN
  IF NEW.blocked_reason IS NOT NULL THEN
    CALL check_block_reason(NEW.reference, NEW.blocked_reason);
    CALL begin_block(NEW.value_stream, NEW.id, NEW.reference, NEW.blocked_reason);
  END IF;
END
