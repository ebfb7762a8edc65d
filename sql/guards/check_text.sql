-- A text that must not be blank.
CREATE PROCEDURE check_text(IN p_column VARCHAR(64), IN p_text TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF p_text IS NULL OR p_text NOT REGEXP '[^[:space:]]' THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_column, ' must not be empty'));
  END IF;
END
