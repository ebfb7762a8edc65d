-- Copies the switches to where the triggers read them under their lock, in the order of every mover.
CREATE PROCEDURE apply_settings()
  SQL SECURITY DEFINER
BEGIN
  UPDATE queue_state SET is_limit_enforced = is_switched_on('enforce_wip_limits', value_stream) ORDER BY queue_id;
  UPDATE person_wip p
  SET is_limit_enforced = is_switched_on('enforce_person_limits', (SELECT name FROM value_streams v WHERE v.id = p.value_stream_id))
  ORDER BY value_stream_id, assignee;
END
