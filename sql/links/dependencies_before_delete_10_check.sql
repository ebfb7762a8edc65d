-- The link that work_items.dependency names is deleted only with that column, so both always agree. Within a trigger of
-- work_items the column has its new value already; for an item that is being deleted nothing is checked.
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
