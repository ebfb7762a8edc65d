-- Two connections that add to one checklist at once may get the same position; the older item comes first (item_checklists).
CREATE TRIGGER checklist_items_before_insert_10_check BEFORE INSERT ON checklist_items FOR EACH ROW
BEGIN
  DECLARE v_last BIGINT;

  CALL check_item_open(NEW.reference);
  CALL check_text('checklist', NEW.checklist);
  CALL check_text('label', NEW.label);
  IF NEW.position IS NULL THEN
    SELECT MAX(position) INTO v_last FROM checklist_items WHERE reference = NEW.reference AND checklist = NEW.checklist;
    SET NEW.position = LEAST(COALESCE(v_last, 0) + 1, 4294967295);
  END IF;
  SET NEW.is_done = NEW.is_done <> 0;
  SET NEW.done_at = IF(NEW.is_done, clock_utc(), NULL),
      NEW.done_by = IF(NEW.is_done, current_actor(), NULL);
END
