-- Restores a softly deleted item: UPDATE work_items SET deleted_at = NULL, refused if there is nothing to restore.
CREATE PROCEDURE restore_item(IN p_reference VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_known BOOLEAN;

  UPDATE work_items SET deleted_at = NULL WHERE reference = p_reference AND deleted_at IS NOT NULL;
  IF ROW_COUNT() = 0 THEN
    SELECT COUNT(*) INTO v_is_known FROM work_items WHERE reference = p_reference LOCK IN SHARE MODE;
    IF v_is_known THEN
      CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_reference, ' is not deleted'));
    END IF;
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', COALESCE(QUOTE(p_reference), 'NULL')));
  END IF;
END
