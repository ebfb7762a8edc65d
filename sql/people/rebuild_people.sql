-- Counts again what each person has in progress in a stream, and copies the limits.
CREATE PROCEDURE rebuild_people(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT (SELECT name FROM value_streams WHERE id = p_stream_id);
  DECLARE v_limit INT;
  DECLARE v_is_enforced BOOLEAN;

  CALL lock_people(p_stream_id, v_limit, v_is_enforced);
  INSERT INTO person_wip (value_stream_id, assignee)
  SELECT p_stream_id, known.assignee
  FROM (
    SELECT assignee FROM item_state WHERE value_stream_id = p_stream_id AND assignee IS NOT NULL
    UNION SELECT assignee FROM person_limits WHERE value_stream = v_stream
  ) known
  LEFT JOIN person_wip p ON p.value_stream_id = p_stream_id AND p.assignee = known.assignee
  WHERE p.assignee IS NULL ORDER BY known.assignee;

  UPDATE person_wip p
  LEFT JOIN person_limits own ON own.value_stream = v_stream AND own.assignee = p.assignee
  LEFT JOIN person_limits everybody ON everybody.value_stream = v_stream AND everybody.assignee = ''
  SET p.current_wip = (SELECT COUNT(*) FROM item_state s
                       WHERE s.value_stream_id = p.value_stream_id AND s.assignee = p.assignee AND s.is_wip),
      p.wip_limit = COALESCE(own.wip_limit, everybody.wip_limit, -1),
      p.is_own_limit = (p.assignee <> '' AND own.wip_limit IS NOT NULL),
      p.is_limit_enforced = is_switched_on('enforce_person_limits', v_stream)
  WHERE p.value_stream_id = p_stream_id;
END
