-- Refuses a day or instant that does not exist or that programs cannot compute with. Passed as text, because a session may store
-- 30 February or month 0, for which functions fail without a code.
CREATE PROCEDURE check_instant(IN p_column VARCHAR(64), IN p_text VARCHAR(32))
  SQL SECURITY DEFINER
BEGIN
  IF LEFT(p_text, 10) NOT BETWEEN '1970-01-01' AND '9999-12-30' OR SUBSTR(p_text, 6, 2) = '00' OR SUBSTR(p_text, 9, 2) = '00'
    OR SUBSTR(p_text, 9, 2) > DAY(LAST_DAY(CONCAT(LEFT(p_text, 8), '01'))) THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_column, ' is ', p_text, '; it must be a day from 1970-01-01 to 9999-12-30'));
  END IF;
END
