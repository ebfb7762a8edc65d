CREATE PROCEDURE refuse_unknown_queue(IN p_value_stream VARCHAR(64), IN p_queue_name VARCHAR(64))
  SQL SECURITY DEFINER
  CALL refuse(9102, 'UNKNOWN_QUEUE', CONCAT('no queue ', COALESCE(QUOTE(p_queue_name), 'NULL'), ' in ', p_value_stream, '; there are: ',
    COALESCE((SELECT GROUP_CONCAT(queue_name ORDER BY position SEPARATOR ', ') FROM wip_limits WHERE value_stream = p_value_stream), 'none')))
