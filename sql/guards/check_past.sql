-- An imported instant must be in the past.
CREATE PROCEDURE check_past(IN p_column VARCHAR(64), IN p_text VARCHAR(32))
  SQL SECURITY DEFINER
BEGIN
  CALL check_instant(p_column, p_text);
  IF p_text > CAST(clock_utc() AS CHAR) THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_column, ' is ', p_text, ' UTC, which lies in the future'));
  END IF;
END
