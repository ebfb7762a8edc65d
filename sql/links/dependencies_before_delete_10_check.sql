-- The link that work_items.dependency names goes with that column alone, so that the two always agree. In a trigger of work_items
-- the column has its new value by now; of an item that is being deleted the links are gone from item_links, and nothing is asked.
CREATE TRIGGER dependencies_before_delete_10_check BEFORE DELETE ON dependencies FOR EACH ROW
BEGIN
  DECLARE v_is_there BOOLEAN;
  DECLARE v_named VARCHAR(64);

  SELECT COUNT(*) INTO v_is_there FROM item_links
  WHERE kind = 'dependency' AND to_id = OLD.depends_on_id AND item_id = OLD.item_id LOCK IN SHARE MODE;
  IF v_is_there THEN
    SELECT MAX(dependency) INTO v_named FROM work_items WHERE reference = OLD.reference LOCK IN SHARE MODE;
    IF v_named = OLD.depends_on THEN
      CALL refuse(9118, 'INVALID_VALUE', CONCAT('set dependency of ', OLD.reference, ' in work_items to NULL: that removes its link to ',
        OLD.depends_on));
    END IF;
  END IF;
END
