-- One step of pruning events older than the setting keep_settled_days, for `kanban housekeeping`. A login that may call only this
-- cannot delete what the administrator wants to keep. See prune_settled_before.
CREATE PROCEDURE prune_settled(IN p_after_at DATETIME(6), IN p_after_id BIGINT UNSIGNED, IN p_limit INT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_days INT DEFAULT setting_value('keep_settled_days', '');
  IF v_days > 0 THEN
    CALL prune_settled_before(clock_utc() - INTERVAL v_days DAY, p_after_at, p_after_id, LEAST(p_limit, 500), FALSE);
  ELSE
    SELECT 0 AS examined, 0 AS pruned, NULL AS last_at, NULL AS last_id;
  END IF;
END
