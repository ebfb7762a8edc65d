-- Takes the lock of a stream under which counters of persons are made and limits change: the row of nobody, which it makes
-- when it is not there. Gives what holds for a person without a limit of their own.
CREATE PROCEDURE lock_people(IN p_stream_id INT UNSIGNED, OUT p_limit INT, OUT p_is_enforced BOOLEAN)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64);

  SELECT name INTO v_stream FROM value_streams WHERE id = p_stream_id;
  INSERT INTO person_wip (value_stream_id, assignee, is_limit_enforced)
  VALUES (p_stream_id, '', is_switched_on('enforce_person_limits', v_stream))
  ON DUPLICATE KEY UPDATE assignee = '';
  SELECT wip_limit, is_limit_enforced INTO p_limit, p_is_enforced
  FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = '' FOR UPDATE;
END
