-- Whether a move from p_from (NULL: an entry) to p_to (NULL: a departure) may finish or reopen an item, so that its dependents
-- must be counted. Only a hint about locks: a queue younger than the snapshot may be of any kind.
CREATE FUNCTION may_finish(p_from INT UNSIGNED, p_to INT UNSIGNED) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_finishes, v_was_finished BOOLEAN;

  SELECT MAX(IF(queue_id = p_to, kind IN ('delivered', 'completed'), NULL)),
    MAX(IF(queue_id = p_from, kind IN ('delivered', 'completed'), NULL))
  INTO v_finishes, v_was_finished
  FROM queue_state WHERE queue_id IN (p_from, p_to);
  RETURN p_to IS NOT NULL AND COALESCE(v_finishes <> COALESCE(v_was_finished, -1), TRUE);
END
