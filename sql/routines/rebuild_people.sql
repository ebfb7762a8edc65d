-- Counts again what each person has in progress in a stream, with the limit that holds for them.
CREATE PROCEDURE rebuild_people(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT (SELECT name FROM value_streams WHERE id = p_stream_id);

  INSERT INTO person_wip (value_stream_id, assignee)
  SELECT DISTINCT s.value_stream_id, s.assignee
  FROM item_state s LEFT JOIN person_wip p ON p.value_stream_id = s.value_stream_id AND p.assignee = s.assignee
  WHERE s.value_stream_id = p_stream_id AND s.assignee IS NOT NULL AND p.assignee IS NULL;

  UPDATE person_wip p
  SET current_wip = (SELECT COUNT(*) FROM item_state s
                     WHERE s.value_stream_id = p.value_stream_id AND s.assignee = p.assignee AND s.is_wip),
      wip_limit = COALESCE((SELECT l.wip_limit FROM person_limits l WHERE l.value_stream = v_stream AND l.assignee = p.assignee),
                           (SELECT l.wip_limit FROM person_limits l WHERE l.value_stream = v_stream AND l.assignee = ''), -1),
      is_limit_enforced = is_switched_on('enforce_person_limits', v_stream)
  WHERE p.value_stream_id = p_stream_id;
END
