-- Comments, checklist items and attachments can be added or changed only if their item exists and is not deleted. Not FOR UPDATE:
-- INSERT … SELECT FROM work_items would fail (1442).
CREATE PROCEDURE check_item_open(IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_item_id BIGINT UNSIGNED;
  DECLARE v_deleted_at DATETIME(6);

  SELECT MAX(id), MAX(deleted_at) INTO v_item_id, v_deleted_at
  FROM work_items WHERE reference = p_reference LOCK IN SHARE MODE;
  IF v_item_id IS NULL THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', COALESCE(QUOTE(p_reference), 'NULL'), '; insert it into work_items first'));
  ELSEIF v_deleted_at IS NOT NULL THEN
    CALL refuse(9115, 'ITEM_DELETED', CONCAT(p_reference, ' is deleted; restore it first (deleted_at = NULL)'));
  END IF;
END
