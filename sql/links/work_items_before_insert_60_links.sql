-- Refuses unknown items with a code before the foreign keys do, and locks the links in order.
CREATE TRIGGER work_items_before_insert_60_links BEFORE INSERT ON work_items FOR EACH ROW
BEGIN
  DECLARE v_id BIGINT UNSIGNED;

  IF NEW.dependency = NEW.reference THEN
    CALL refuse(9114, 'DEPENDENCY_CYCLE', CONCAT('an item would wait for itself: ', NEW.reference, ' → ', NEW.reference));
  END IF;
  IF NEW.parent = NEW.reference THEN
    CALL refuse(9117, 'PARENT_CYCLE', CONCAT('an item would be a part of itself: ', NEW.reference, ' → ', NEW.reference));
  END IF;
  IF NEW.defect_of <> NEW.reference THEN
    CALL check_item_named('defect_of', NEW.defect_of, v_id);
  END IF;
  IF NEW.dependency IS NOT NULL THEN
    CALL check_link_target('dependency', NEW.dependency, v_id);
  END IF;
  IF NEW.parent IS NOT NULL THEN
    CALL check_link_target('parent', NEW.parent, v_id);
  END IF;
END
