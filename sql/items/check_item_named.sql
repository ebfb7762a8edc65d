-- The item named by a column of work_items must exist; returns its id. A locking read, because it must see what is committed. Not
-- FOR UPDATE: INSERT … SELECT FROM work_items would fail (1442).
CREATE PROCEDURE check_item_named(IN p_column VARCHAR(64), IN p_reference VARCHAR(64), OUT p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  IF p_reference IS NOT NULL THEN
    SELECT MAX(id) INTO p_id FROM work_items WHERE reference = p_reference LOCK IN SHARE MODE;
    IF p_id IS NULL THEN
      CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', p_reference, ' to be the ', p_column, '; insert it into work_items first'));
    END IF;
  END IF;
END
