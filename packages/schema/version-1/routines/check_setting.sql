CREATE PROCEDURE check_setting(IN p_name VARCHAR(64), IN p_value_stream VARCHAR(64), IN p_value VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  IF p_name NOT IN ('enforce_wip_limits', 'default_recipient') THEN
    CALL refuse(9108, 'INVALID_SETTING', CONCAT('no setting ', QUOTE(p_name), '; there are: enforce_wip_limits, default_recipient'));
  END IF;
  IF p_name = 'enforce_wip_limits' AND p_value NOT IN ('on', 'off') THEN
    CALL refuse(9108, 'INVALID_SETTING', 'enforce_wip_limits is on or off');
  END IF;
  IF p_value_stream <> '' AND NOT EXISTS (SELECT 1 FROM value_streams WHERE name = p_value_stream) THEN
    CALL refuse(9108, 'INVALID_SETTING', CONCAT('no value stream ', QUOTE(p_value_stream)));
  END IF;
END
