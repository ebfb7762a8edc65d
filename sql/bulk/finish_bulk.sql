-- Ends a bulk session of this or of a lost connection: in the caller's transaction, else in a new one at READ COMMITTED. SET
-- TRANSACTION tells which, because servers refuse it inside a transaction (1568).
CREATE PROCEDURE finish_bulk(IN p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_within BOOLEAN DEFAULT FALSE;
  DECLARE v_own_id BIGINT UNSIGNED DEFAULT @kanban_bulk;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    IF NOT v_is_within THEN
      ROLLBACK;
    END IF;
    SET @kanban_bulk = v_own_id;
    RESIGNAL;
  END;

  BEGIN
    DECLARE CONTINUE HANDLER FOR 1568 SET v_is_within = TRUE;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  END;
  IF NOT v_is_within THEN
    START TRANSACTION;
  END IF;

  SET @kanban_bulk = NULL;
  UPDATE bulk_sessions SET finished_by = CONNECTION_ID() WHERE id = p_id;
  -- No other connection was faster.
  IF ROW_COUNT() > 0 THEN
    CALL complete_bulk_log(p_id);
    CALL rebuild_bulk_streams(p_id);
    DELETE FROM bulk_changes WHERE session_id = p_id;
    DELETE FROM bulk_sessions WHERE id = p_id;
    CALL note_change(0);
  END IF;

  IF NOT v_is_within THEN
    COMMIT;
  END IF;
  IF v_own_id <> p_id THEN
    SET @kanban_bulk = v_own_id;
  END IF;
END
