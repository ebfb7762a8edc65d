CREATE PROCEDURE check_block_reason(IN p_reference VARCHAR(64), IN p_reason VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  IF p_reason NOT REGEXP '[^[:space:]]' THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT('blocked_reason says why ', p_reference, ' is blocked; NULL when it is not'));
  END IF;
END
