-- Takes a stream's lock for creating counters of persons and changing limits: the row with an empty assignee, which it creates if
-- missing. Returns the limit for persons without a row.
CREATE PROCEDURE lock_people(IN p_stream_id INT UNSIGNED, OUT p_limit INT, OUT p_is_enforced BOOLEAN)
  SQL SECURITY DEFINER
BEGIN
  -- 2: the row is new, and the switch is not read yet. (ROW_COUNT() is 1 for an old row too, if the client asks for found rows.)
  INSERT INTO person_wip (value_stream_id, assignee, is_limit_enforced) VALUES (p_stream_id, '', 2)
  ON DUPLICATE KEY UPDATE assignee = '';
  SELECT wip_limit, is_limit_enforced INTO p_limit, p_is_enforced
  FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = '' FOR UPDATE;
  IF p_is_enforced = 2 THEN
    SET p_is_enforced = is_switched_on('enforce_person_limits', stream_name(p_stream_id));
    UPDATE person_wip SET is_limit_enforced = p_is_enforced WHERE value_stream_id = p_stream_id AND assignee = '';
  END IF;
END
