-- Sets the limit in a person's counter, and writes an event if the count is now above it. The caller has locked the people of the
-- stream.
CREATE PROCEDURE set_person_limit(
  IN p_stream_id INT UNSIGNED, IN p_assignee VARCHAR(128), IN p_limit INT, IN p_is_own BOOLEAN)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_wip, v_limit_before INT;

  SELECT current_wip, wip_limit INTO v_wip, v_limit_before
  FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = p_assignee FOR UPDATE;
  UPDATE person_wip SET wip_limit = p_limit, is_own_limit = p_is_own WHERE value_stream_id = p_stream_id AND assignee = p_assignee;
  IF p_limit <> v_limit_before AND p_limit >= 0 AND v_wip > p_limit THEN
    CALL write_person_event(stream_name(p_stream_id), p_assignee, p_limit, v_wip, NULL);
  END IF;
END
