CREATE TRIGGER comments_before_insert_10_check BEFORE INSERT ON comments FOR EACH ROW
BEGIN
  CALL check_item_open(NEW.reference);
  CALL check_text('body', NEW.body);
END
