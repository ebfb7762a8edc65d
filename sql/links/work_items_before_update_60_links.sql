-- Unknown items are refused by code before the foreign keys do. The links, and the rows of item_state of their ends, are locked
-- here, ahead of what the AFTER triggers of other rules lock.
CREATE TRIGGER work_items_before_update_60_links BEFORE UPDATE ON work_items FOR EACH ROW
BEGIN
  DECLARE v_id, v_before BIGINT UNSIGNED;

  IF NOT (NEW.defect_of <=> OLD.defect_of) THEN
    CALL check_item_named('defect_of', NEW.defect_of, v_id);
  END IF;
  IF NOT (NEW.parent <=> OLD.parent) THEN
    CALL check_link_target('parent', NEW.parent, v_id);
  END IF;
  IF NOT (NEW.dependency <=> OLD.dependency) THEN
    SET v_id = NULL;
    CALL check_link_target('dependency', NEW.dependency, v_id);
    SELECT MAX(id) INTO v_before FROM work_items WHERE reference = OLD.dependency;
    CALL lock_items(OLD.id, COALESCE(v_id, OLD.id), COALESCE(v_before, OLD.id));
  END IF;
END
