CREATE PROCEDURE check_person_limit(IN p_value_stream VARCHAR(64), IN p_wip_limit INT)
  SQL SECURITY DEFINER
BEGIN
  IF p_wip_limit IS NULL OR p_wip_limit < -1 THEN
    CALL refuse(9118, 'INVALID_VALUE', 'wip_limit is how many items a person may have in progress, or -1 for no limit');
  ELSEIF NOT EXISTS (SELECT 1 FROM value_streams WHERE name = p_value_stream) THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT('no value stream ', QUOTE(p_value_stream)));
  END IF;
END
