-- Checks a name that people write. An unchanged name (p_old, byte for byte) is not checked; NULL and '' are checked elsewhere.
CREATE PROCEDURE check_name(IN p_column VARCHAR(64), IN p_old TEXT, IN p_new TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF is_bad_name(p_new) AND NOT (CAST(p_new AS BINARY) <=> CAST(p_old AS BINARY)) THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_column,
      ' takes no blank at either end and no control, format or line-separating character'));
  END IF;
END
