CREATE TRIGGER attachments_before_update_10_check BEFORE UPDATE ON attachments FOR EACH ROW
BEGIN
  CALL check_item_open(OLD.reference);
  IF NOT (NEW.reference <=> OLD.reference) THEN
    CALL check_item_open(NEW.reference);
  END IF;
  CALL check_text('name', NEW.name);
  CALL check_address(NEW.address);
END
