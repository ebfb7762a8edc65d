-- Refuses overlapping hours, which would count twice. Locking reads, so that of two connections that insert such hours at once
-- only one succeeds.
CREATE PROCEDURE check_working_hours_overlap(
  IN p_value_stream VARCHAR(64), IN p_weekday INT, IN p_starts TIME, IN p_ends TIME)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_starts, v_ends TIME;

  SELECT MIN(starts), MIN(ends) INTO v_starts, v_ends FROM working_hours
  WHERE value_stream = p_value_stream AND weekday = p_weekday
    AND starts <> p_starts AND starts < p_ends AND ends > p_starts
  LOCK IN SHARE MODE;
  IF v_starts IS NOT NULL THEN
    CALL refuse(9121, 'INVALID_CALENDAR', CONCAT(p_starts, ' to ', p_ends, ' overlaps ', v_starts, ' to ', v_ends,
      ' of weekday ', p_weekday));
  END IF;
END
