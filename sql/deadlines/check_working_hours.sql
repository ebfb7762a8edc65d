-- Checks one row of a calendar: a weekday from 1 to 7, and hours that end after they start.
CREATE PROCEDURE check_working_hours(IN p_weekday INT, IN p_starts TIME, IN p_ends TIME)
  SQL SECURITY DEFINER
BEGIN
  IF p_weekday IS NULL OR p_weekday NOT BETWEEN 1 AND 7 THEN
    CALL refuse(9121, 'INVALID_CALENDAR', CONCAT('weekday is 1 (Monday) to 7 (Sunday), not ', COALESCE(p_weekday, 'NULL')));
  END IF;
  IF p_starts IS NULL OR p_ends IS NULL OR p_starts >= p_ends OR p_starts < '00:00:00' OR p_ends > '24:00:00' THEN
    CALL refuse(9121, 'INVALID_CALENDAR', CONCAT('hours start before they end, from 00:00:00 to 24:00:00, not ',
      COALESCE(p_starts, 'NULL'), ' to ', COALESCE(p_ends, 'NULL')));
  END IF;
END
