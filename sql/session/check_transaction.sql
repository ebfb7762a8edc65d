-- Refuses outside of a transaction, where half of the work could stay. SET TRANSACTION is what a server refuses (1568) within one.
CREATE PROCEDURE check_transaction()
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_within BOOLEAN DEFAULT FALSE;

  BEGIN
    DECLARE CONTINUE HANDLER FOR 1568 SET v_is_within = TRUE;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  END;
  IF NOT v_is_within THEN
    CALL refuse(9131, 'REMOVAL_REFUSED', 'START TRANSACTION first: all of it or nothing');
  END IF;
END
