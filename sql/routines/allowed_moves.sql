-- The queues the workflow leads to from one, for a message: as many names as fit. Not by GROUP_CONCAT, which ends in an error
-- where the names are longer than the session's group_concat_max_len.
CREATE FUNCTION allowed_moves(p_value_stream VARCHAR(64), p_from VARCHAR(64)) RETURNS TEXT
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_to VARCHAR(64);
  DECLARE v_names TEXT;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE moves CURSOR FOR
    SELECT to_queue FROM transitions WHERE value_stream = p_value_stream AND from_queue = p_from ORDER BY to_queue LIMIT 30;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  OPEN moves;
  each_move: LOOP
    FETCH moves INTO v_to;
    IF v_is_over THEN
      LEAVE each_move;
    END IF;
    SET v_names = CONCAT_WS(', ', v_names, v_to);
  END LOOP;
  CLOSE moves;
  RETURN v_names;
END
