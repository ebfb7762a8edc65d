-- A row of transitions leads from one queue of its stream to another.
CREATE PROCEDURE check_transition_queues(IN p_value_stream VARCHAR(64), IN p_from VARCHAR(64), IN p_to VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_from, v_to BOOLEAN;

  SELECT COALESCE(SUM(queue_name = p_from), 0), COALESCE(SUM(queue_name = p_to), 0) INTO v_from, v_to
  FROM wip_limits WHERE value_stream = p_value_stream AND queue_name IN (p_from, p_to) LOCK IN SHARE MODE;
  IF NOT v_from THEN
    CALL refuse_unknown_queue(p_value_stream, p_from);
  ELSEIF NOT v_to THEN
    CALL refuse_unknown_queue(p_value_stream, p_to);
  ELSEIF p_from = p_to THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT('from ', p_from, ' to itself is no move; name two queues'));
  END IF;
END
