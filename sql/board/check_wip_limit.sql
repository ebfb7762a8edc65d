CREATE PROCEDURE check_wip_limit(IN p_wip_limit INT)
  SQL SECURITY DEFINER
BEGIN
  IF p_wip_limit IS NULL OR p_wip_limit < -1 THEN
    CALL refuse(9118, 'INVALID_VALUE', 'wip_limit is how many items a queue may hold, or -1 for no limit');
  END IF;
END
