-- Only looks up and fills in. Locking reads of the items in the order of their references: an item that is being deleted is
-- waited for, and then found to be gone.
CREATE TRIGGER dependencies_before_insert_10_look_up BEFORE INSERT ON dependencies FOR EACH ROW
BEGIN
  DECLARE v_low, v_high BIGINT UNSIGNED;

  SELECT MAX(id) INTO v_low FROM work_items WHERE reference = LEAST(NEW.reference, NEW.depends_on) LOCK IN SHARE MODE;
  SELECT MAX(id) INTO v_high FROM work_items WHERE reference = GREATEST(NEW.reference, NEW.depends_on) LOCK IN SHARE MODE;
  IF v_low IS NULL OR v_high IS NULL THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ',
      IF(v_low IS NULL, LEAST(NEW.reference, NEW.depends_on), GREATEST(NEW.reference, NEW.depends_on)),
      '; insert it into work_items first'));
  END IF;
  SET NEW.item_id = IF(NEW.reference < NEW.depends_on, v_low, v_high),
      NEW.depends_on_id = IF(NEW.reference < NEW.depends_on, v_high, v_low);
END
