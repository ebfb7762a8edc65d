-- Names as many existing queues as fit the message. Not by GROUP_CONCAT, which fails if the names exceed the session's
-- group_concat_max_len.
CREATE PROCEDURE refuse_unknown_queue(IN p_value_stream VARCHAR(64), IN p_queue_name VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_name VARCHAR(64);
  DECLARE v_names TEXT;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE queues_there CURSOR FOR
    SELECT queue_name FROM wip_limits WHERE value_stream = p_value_stream ORDER BY position LIMIT 30;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  OPEN queues_there;
  each_queue: LOOP
    FETCH queues_there INTO v_name;
    IF v_is_over THEN
      LEAVE each_queue;
    END IF;
    SET v_names = CONCAT_WS(', ', v_names, v_name);
  END LOOP;
  CLOSE queues_there;
  CALL refuse(9102, 'UNKNOWN_QUEUE', CONCAT('no queue ', COALESCE(QUOTE(p_queue_name), 'NULL'), ' in ', p_value_stream,
    '; there are: ', COALESCE(v_names, 'none')));
END
