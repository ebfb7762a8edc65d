-- Deletes an item softly: UPDATE work_items SET deleted_at = …, refused if there is nothing to delete.
CREATE PROCEDURE delete_item(IN p_reference VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_known BOOLEAN;

  UPDATE work_items SET deleted_at = clock_utc() WHERE reference = p_reference AND deleted_at IS NULL;
  IF ROW_COUNT() = 0 THEN
    SELECT COUNT(*) INTO v_is_known FROM work_items WHERE reference = p_reference LOCK IN SHARE MODE;
    IF v_is_known THEN
      CALL refuse(9115, 'ITEM_DELETED', CONCAT(p_reference, ' is deleted already'));
    END IF;
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', COALESCE(QUOTE(p_reference), 'NULL')));
  END IF;
END
