-- A name that people write. One that was there before (p_old, the same to the byte) is not judged; NULL and '' are for others.
CREATE PROCEDURE check_name(IN p_column VARCHAR(64), IN p_old TEXT, IN p_new TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF is_bad_name(p_new) AND NOT (CAST(p_new AS BINARY) <=> CAST(p_old AS BINARY)) THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_column,
      ' takes no blank at either end and no control, format or line-separating character'));
  END IF;
END
