-- Replaces a foreign key: the stream exists, and stays until the end of the transaction.
CREATE PROCEDURE check_stream_there(IN p_value_stream VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_there INT;

  SELECT COUNT(*) INTO v_there FROM value_streams WHERE name = p_value_stream LOCK IN SHARE MODE;
  IF v_there = 0 THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT('no value stream ', COALESCE(QUOTE(p_value_stream), 'NULL'), '; add it first'));
  END IF;
END
