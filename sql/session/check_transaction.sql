-- Refuses outside a transaction, where half of the work could stay. Servers refuse SET TRANSACTION inside one (1568), which tells
-- us.
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
