-- Refuses a value that a session without strict mode would store changed: a cut text, another number or another day. Read from
-- the statement's warnings; NULL means that there were too many to keep, so any of them may be such a change.
CREATE PROCEDURE check_conversion(IN p_errno INT, IN p_text TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF p_errno IS NULL THEN
    CALL refuse(9126, 'UNSAFE_SESSION', 'more warnings than the session keeps: SET max_error_count = 65535, or write fewer rows at a time');
  END IF;
  CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_text, '; write a value that fits the column'));
END
