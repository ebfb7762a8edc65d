CREATE TRIGGER checklist_items_before_update_10_check BEFORE UPDATE ON checklist_items FOR EACH ROW
BEGIN
  CALL check_item_open(OLD.reference);
  IF NOT (NEW.reference <=> OLD.reference) THEN
    CALL check_item_open(NEW.reference);
  END IF;
  CALL check_text('checklist', NEW.checklist);
  CALL check_text('label', NEW.label);
  SET NEW.position = COALESCE(NEW.position, OLD.position), NEW.is_done = NEW.is_done <> 0;
  IF NEW.is_done = OLD.is_done THEN
    SET NEW.done_at = OLD.done_at, NEW.done_by = OLD.done_by;
  ELSE
    SET NEW.done_at = IF(NEW.is_done, clock_utc(), NULL),
        NEW.done_by = IF(NEW.is_done, current_actor(), NULL);
  END IF;
END
