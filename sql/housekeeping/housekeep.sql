-- All regular work, for the event scheduler, `kanban housekeeping` or any SQL client; never twice at once. Returns one result set
-- per task with rows (task, value_stream, moved, skipped, note).
CREATE PROCEDURE housekeep()
  SQL SECURITY DEFINER
housekeep: BEGIN
  DECLARE v_claim VARCHAR(8);
  DECLARE v_dead BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_finished INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    IF v_claim = 'new' THEN
      CALL release_housekeeping();
    END IF;
    RESIGNAL;
  END;

  CALL claim_housekeeping(v_claim);
  IF v_claim = 'other' THEN
    CALL tell_other_runner('housekeep');
    LEAVE housekeep;
  END IF;

  CALL find_dead_bulk(v_dead);
  IF v_dead IS NOT NULL THEN
    -- Completing a large import takes time, in one transaction.
    UPDATE housekeeping_tasks SET claim_expires_at = clock_utc() + INTERVAL 1 HOUR WHERE name = 'housekeep';
    CALL recover_bulk(v_finished);
    SELECT 'recover_bulk' AS task, NULL AS value_stream, v_finished AS moved, 0 AS skipped,
      'ended the bulk work of connections that are gone' AS note;
  END IF;
  CALL drop_stale_items();
  CALL complete_delivered_items();
  CALL fold_stream_changes();
  IF v_claim = 'new' THEN
    CALL release_housekeeping();
  END IF;
END
