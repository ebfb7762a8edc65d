-- Copies the switches to where the triggers read them under their lock, in queue_id order like every mover.
CREATE PROCEDURE apply_settings()
  SQL SECURITY DEFINER
  UPDATE queue_state SET is_limit_enforced = is_switched_on('enforce_wip_limits', value_stream) ORDER BY queue_id
