-- Flags an error budget that burns too fast or is used up. Returns TRUE if the flag is new: there was none, or the alert was false for
-- its short window (p_quiet_us) since the last sweep at which it held. Says else that it still holds. The caller computes alerts by
-- packages/domain: p_since is the instant from which on the alert has held until p_at. p_is_silent: without an event.
--
-- A function, because a SELECT of it is atomic also without a transaction. The row of the objective is locked, so that of several sweeps
-- one flags.
CREATE FUNCTION flag_budget(
  p_objective_id INT UNSIGNED, p_alert VARCHAR(16), p_since DATETIME(6), p_at DATETIME(6), p_quiet_us BIGINT, p_decided INT UNSIGNED,
  p_misses INT UNSIGNED, p_burn_rate DECIMAL(12, 6), p_left_share DECIMAL(12, 6), p_is_silent BOOLEAN) RETURNS BOOLEAN
  NOT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_stream VARCHAR(64);
  DECLARE v_class, v_type VARCHAR(32);
  DECLARE v_objective DECIMAL(6, 5);
  DECLARE v_last_id BIGINT UNSIGNED;
  DECLARE v_held_at DATETIME(6);

  IF COALESCE(p_alert NOT IN ('fast', 'slow', 'exhausted') OR p_since > p_at, TRUE) THEN
    CALL refuse(9118, 'INVALID_VALUE', 'alert is fast, slow or exhausted, and begins before it is seen');
  END IF;
  SELECT MAX(value_stream), MAX(class_of_service), MAX(type), MAX(objective) INTO v_stream, v_class, v_type, v_objective
  FROM sla_objectives WHERE id = p_objective_id FOR UPDATE;
  SELECT MAX(id) INTO v_stream_id FROM value_streams WHERE name = v_stream;
  IF v_stream_id IS NULL THEN
    RETURN FALSE;
  END IF;
  SELECT MAX(id) INTO v_last_id FROM budget_flags
  WHERE value_stream_id = v_stream_id AND class_of_service = v_class AND type = v_type AND alert = p_alert LOCK IN SHARE MODE;
  SELECT MAX(held_at) INTO v_held_at FROM budget_flags WHERE id = v_last_id FOR UPDATE;
  IF v_held_at IS NOT NULL AND TIMESTAMPDIFF(MICROSECOND, v_held_at, p_since) < p_quiet_us THEN
    IF p_at > v_held_at THEN
      UPDATE budget_flags SET held_at = p_at WHERE id = v_last_id;
    END IF;
    RETURN FALSE;
  END IF;
  INSERT INTO budget_flags (value_stream_id, class_of_service, type, alert, objective, decided, misses, burn_rate, left_share,
    flagged_at, held_at, is_silent)
  VALUES (v_stream_id, v_class, v_type, p_alert, v_objective, p_decided, p_misses, p_burn_rate, p_left_share, p_at, p_at, p_is_silent);
  RETURN TRUE;
END
