-- Refuses unknown items with a code before the foreign keys do. Locks the links and item_state of their ends here, before the
-- AFTER triggers of other rules lock.
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
