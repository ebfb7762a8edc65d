-- Flags an item that is older than the pace of its stage. Returns TRUE if the flag is new. The caller chooses the items by the pace of
-- packages/domain; p_is_silent: without an event. A function, because a SELECT of it is atomic also without a transaction.
--
-- Skips an item that has moved since the caller looked, or is no longer in progress.
CREATE FUNCTION flag_age(
  p_item_id BIGINT UNSIGNED, p_entry_audit_id BIGINT UNSIGNED, p_percentile TINYINT UNSIGNED, p_age_ms BIGINT, p_pace_ms BIGINT,
  p_sample_size INT UNSIGNED, p_is_silent BOOLEAN) RETURNS BOOLEAN
  NOT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_reference VARCHAR(64);
  DECLARE v_is_known BOOLEAN;
  DECLARE v_is_new BOOLEAN DEFAULT TRUE;

  IF COALESCE(p_percentile NOT BETWEEN 1 AND 99 OR p_age_ms <= p_pace_ms, TRUE) THEN
    CALL refuse(9118, 'INVALID_VALUE', 'a percentile from 1 to 99 is needed, and an age beyond the pace');
  END IF;
  SELECT MAX(value_stream_id) INTO v_stream_id FROM item_flow WHERE item_id = p_item_id;
  IF v_stream_id IS NULL THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no item with the id ', COALESCE(p_item_id, 'NULL'), ' has entered the board'));
  END IF;
  SELECT COUNT(*) INTO v_is_known FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  SELECT MAX(reference) INTO v_reference FROM item_flow
  WHERE item_id = p_item_id AND last_audit_id = p_entry_audit_id AND spell_audit_id IS NOT NULL LOCK IN SHARE MODE;
  IF v_reference IS NULL THEN
    RETURN FALSE;
  END IF;
  SELECT COUNT(*) INTO v_is_known FROM age_flags WHERE entry_audit_id = p_entry_audit_id AND percentile = p_percentile;
  IF v_is_known THEN
    RETURN FALSE;
  END IF;
  BEGIN
    -- Another connection flagged it after the caller's snapshot.
    DECLARE CONTINUE HANDLER FOR 1062 SET v_is_new = FALSE;
    INSERT INTO age_flags (entry_audit_id, percentile, value_stream_id, item_id, reference, age_ms, pace_ms, sample_size, flagged_at,
      is_silent)
    VALUES (p_entry_audit_id, p_percentile, v_stream_id, p_item_id, v_reference, p_age_ms, p_pace_ms, p_sample_size, clock_utc(),
      p_is_silent);
  END;
  RETURN v_is_new;
END
