-- Refuses what a session that is not strict would store in place of what was written: a text cut off, a number or day that is
-- another, by its warning; NULL: warnings there was no more room for, any of which may have said so.
CREATE PROCEDURE check_conversion(IN p_errno INT, IN p_text TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF p_errno IS NULL THEN
    CALL refuse(9126, 'UNSAFE_SESSION', 'more warnings than the session keeps: SET max_error_count = 65535, or write fewer rows at a time');
  END IF;
  CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_text, '; write a value that fits the column'));
END
