CREATE TRIGGER attachments_before_insert_10_check BEFORE INSERT ON attachments FOR EACH ROW
BEGIN
  CALL check_item_open(NEW.reference);
  CALL check_text('name', NEW.name);
  CALL check_address(NEW.address);
END
