-- A time zone that all programs know, in its exact spelling.
CREATE PROCEDURE check_zone(IN p_column VARCHAR(64), IN p_zone VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_known BOOLEAN;
  DECLARE v_name VARCHAR(64);

  SELECT COUNT(*) INTO v_is_known FROM time_zones WHERE name = p_zone;
  IF NOT v_is_known THEN
    SELECT MAX(name) INTO v_name FROM time_zones WHERE LOWER(name) = LOWER(p_zone);
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_column, ' must be an IANA time zone like Europe/Berlin',
      COALESCE(CONCAT('; write ', v_name), ''), ', not ', COALESCE(p_zone, 'NULL')));
  END IF;
END
