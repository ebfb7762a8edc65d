-- Takes the lease of housekeeping by a conditional update; GET_LOCK works on one node of a cluster only. p_claim: 'new'; 'own' if
-- this connection has it; 'other' if another has it, found without waiting. Each transaction of the work renews the lease
-- (move_by_housekeeping); after a crash it expires.
CREATE PROCEDURE claim_housekeeping(OUT p_claim VARCHAR(5))
  SQL SECURITY DEFINER
claim: BEGIN
  DECLARE v_is_within BOOLEAN DEFAULT FALSE;
  DECLARE v_rows, v_held, v_claimed INT;
  DECLARE v_token VARCHAR(288) DEFAULT CONCAT(CONNECTION_ID(), ' on ', @@hostname, ':', @@port, ' ', UUID());

  IF is_housekeeping() THEN
    SET p_claim = 'own';
    LEAVE claim;
  END IF;
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1568 SET v_is_within = TRUE;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  END;
  IF v_is_within THEN
    CALL refuse(9118, 'INVALID_VALUE', 'housekeeping makes transactions of its own; COMMIT or ROLLBACK this one first');
  END IF;
  IF @kanban_bulk IS NOT NULL AND is_bulk() THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this connection is at bulk work, which does not log; CALL end_bulk() first');
  END IF;

  SET p_claim = 'other';
  SELECT COUNT(*), COUNT(IF(claim_expires_at > clock_utc(), 1, NULL)) INTO v_rows, v_held
  FROM housekeeping_tasks WHERE name = 'housekeep';
  IF v_held = 0 THEN
    START TRANSACTION;
    IF v_rows = 0 THEN
      INSERT INTO housekeeping_tasks (name) VALUES ('housekeep') ON DUPLICATE KEY UPDATE name = VALUES(name);
    END IF;
    UPDATE housekeeping_tasks
    SET claimed_by = v_token, claim_expires_at = clock_utc() + INTERVAL 2 MINUTE, last_started_at = clock_utc()
    WHERE name = 'housekeep' AND (claimed_by IS NULL OR claim_expires_at <= clock_utc());
    SET v_claimed = ROW_COUNT();
    COMMIT;
    IF v_claimed = 1 THEN
      SET p_claim = 'new', @kanban_housekeeping = v_token;
    END IF;
  END IF;
END
