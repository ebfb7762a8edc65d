-- Whether housekeeping skips the card of an item: an import brought it after p_imported_since (NULL: ignored), or a defect names
-- it (with p_without_defects). A function, because within the query MySQL would search all items for defects.
CREATE FUNCTION is_kept_from_ageing(
  p_item_id BIGINT UNSIGNED, p_reference VARCHAR(64), p_without_defects BOOLEAN, p_imported_since DATETIME(6)) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_defects INT DEFAULT 0;

  IF p_without_defects THEN
    SELECT COUNT(*) INTO v_defects
    FROM work_items FORCE INDEX (work_items_defect_of) WHERE defect_of = p_reference AND deleted_at IS NULL;
  END IF;
  RETURN v_defects > 0 OR p_imported_since IS NOT NULL AND COALESCE(item_recorded_at(p_item_id) >= p_imported_since, FALSE);
END
