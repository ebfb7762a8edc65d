-- Makes the counter of a person in a stream, when there is none yet. Looks first by a read that locks nothing: to insert over
-- a row that is there would lock it, ahead of its turn in the order of the locks.
CREATE PROCEDURE ensure_person(IN p_stream_id INT UNSIGNED, IN p_assignee VARCHAR(128))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_known BOOLEAN;
  DECLARE v_stream VARCHAR(64);
  DECLARE v_limit INT;

  SELECT COUNT(*) INTO v_is_known FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = p_assignee;
  IF NOT v_is_known THEN
    SELECT name INTO v_stream FROM value_streams WHERE id = p_stream_id;
    SELECT wip_limit INTO v_limit FROM person_limits
    WHERE value_stream = v_stream AND assignee IN (p_assignee, '') ORDER BY assignee DESC LIMIT 1;
    INSERT INTO person_wip (value_stream_id, assignee, wip_limit, is_limit_enforced)
    VALUES (p_stream_id, p_assignee, COALESCE(v_limit, -1), is_switched_on('enforce_person_limits', v_stream))
    ON DUPLICATE KEY UPDATE assignee = p_assignee;
  END IF;
END
