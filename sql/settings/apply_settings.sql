-- Copies the switches to where triggers read them under their lock, in the order of every mover. Creates missing rows with an
-- empty assignee; under their lock nobody else creates a counter of a person.
CREATE PROCEDURE apply_settings()
  SQL SECURITY DEFINER
BEGIN
  UPDATE queue_state
  SET is_limit_enforced = is_switched_on('enforce_wip_limits', value_stream), rules_enforced = rules_enforced(value_stream)
  ORDER BY queue_id;
  INSERT INTO person_wip (value_stream_id, assignee) SELECT id, '' FROM value_streams ORDER BY id
  ON DUPLICATE KEY UPDATE assignee = '';
  UPDATE person_wip
  SET is_limit_enforced = is_switched_on('enforce_person_limits', stream_name(value_stream_id))
  ORDER BY value_stream_id, assignee;
END
