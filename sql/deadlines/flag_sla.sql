-- Flags an open item as at risk or breached: p_flag at_risk, likely_late (a flag at_risk, whose event says so) or breached. Returns
-- TRUE if the flag is new. The caller chooses items and deadlines with the outlook of packages/domain. A function, because a SELECT of it
-- is atomic also without a transaction: SELECT flag_sla(17, 'breached', '2026-11-22 17:00', 'policy'). A due date is passed as the item
-- has it. Until the first whole sweep after an upgrade has ended (sla_first_sweeps), flags are silent.
--
-- Skips an item that was finished, dropped or deleted, or whose due date changed, since the caller looked. Locks the work item,
-- then its row of item_state, and reads the rest under these locks.
CREATE FUNCTION flag_sla(p_item_id BIGINT UNSIGNED, p_flag VARCHAR(64), p_deadline DATETIME(6), p_decided_by VARCHAR(64))
  RETURNS BOOLEAN
  NOT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_reference VARCHAR(64);
  DECLARE v_due DATETIME(6);
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_is_over, v_is_known BOOLEAN;
  DECLARE v_is_new BOOLEAN DEFAULT TRUE;
  DECLARE v_flag VARCHAR(64) DEFAULT IF(p_flag = 'breached', 'breached', 'at_risk');

  IF COALESCE(p_flag NOT IN ('at_risk', 'likely_late', 'breached'), TRUE) THEN
    CALL refuse(9118, 'INVALID_VALUE', 'flag is at_risk, likely_late or breached');
  END IF;
  IF COALESCE(p_decided_by NOT IN ('due_date', 'policy'), TRUE) OR p_deadline IS NULL THEN
    CALL refuse(9118, 'INVALID_VALUE', 'a deadline is needed, decided by due_date or policy');
  END IF;

  SELECT MAX(reference), MAX(date_due) INTO v_reference, v_due FROM work_items WHERE id = p_item_id LOCK IN SHARE MODE;
  IF v_reference IS NULL THEN
    -- The item was deleted or never existed.
    SELECT COUNT(*) INTO v_is_known FROM item_state WHERE item_id = p_item_id;
    IF NOT v_is_known THEN
      CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item with the id ', COALESCE(p_item_id, 'NULL')));
    END IF;
    RETURN FALSE;
  END IF;
  SELECT value_stream_id INTO v_stream_id FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  SELECT COALESCE(MAX(finished_at IS NOT NULL OR dropped_at IS NOT NULL), TRUE) INTO v_is_over
  FROM item_flow WHERE item_id = p_item_id LOCK IN SHARE MODE;
  IF v_is_over OR NOT (v_due <=> IF(p_decided_by = 'due_date', p_deadline, NULL)) THEN
    RETURN FALSE;
  END IF;

  -- Every flag of this item is written under the lock of item_state, so a read without a lock sees them all. Only a transaction
  -- with an older snapshot could set at risk after another's breached; sweeps have none. A locking read would lock the gap for
  -- other items' flags.
  SELECT COUNT(*) INTO v_is_known FROM sla_flags
  WHERE item_id = p_item_id AND flag IN (v_flag, 'breached') AND is_current = TRUE;
  IF v_is_known THEN
    RETURN FALSE;
  END IF;
  BEGIN
    -- Another connection flagged it after the caller's snapshot.
    DECLARE CONTINUE HANDLER FOR 1062 SET v_is_new = FALSE;
    INSERT INTO sla_flags (value_stream_id, item_id, reference, flag, deadline, decided_by, flagged_at, state, is_silent)
    VALUES (v_stream_id, p_item_id, v_reference, v_flag, p_deadline, p_decided_by, clock_utc(),
            CASE p_flag WHEN 'breached' THEN 'late' WHEN 'likely_late' THEN 'likelyLate' ELSE 'atRisk' END,
            EXISTS (SELECT 1 FROM sla_first_sweeps WHERE value_stream_id = v_stream_id));
  END;
  RETURN v_is_new;
END
