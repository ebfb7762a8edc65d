-- Refuses within a transaction, for what opens and ends its own: that would commit what the caller has not. Servers refuse
-- SET TRANSACTION inside one (1568), which tells us.
CREATE PROCEDURE check_no_transaction()
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_within BOOLEAN DEFAULT FALSE;

  BEGIN
    DECLARE CONTINUE HANDLER FOR 1568 SET v_is_within = TRUE;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  END;
  IF v_is_within THEN
    CALL refuse(9118, 'INVALID_VALUE', 'within a transaction nothing can be tried: COMMIT or ROLLBACK first');
  END IF;
END
