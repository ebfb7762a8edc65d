-- Writes one field of a work item that is deleted for good, if it has a value.
CREATE PROCEDURE write_last_value(
  IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_field VARCHAR(32), IN p_old TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF p_old <> '' THEN
    CALL write_field_change(p_value_stream, p_item_id, p_reference, p_field, p_old, NULL);
  END IF;
END
