-- Writes an event about free slots or overload, in the mover's transaction; the caller holds the queue's lock. p_reference: the
-- item that moved; NULL if a limit changed. The member 'waiting' has the next items upstream.
--
-- Not INSERT … SELECT, which locks the outbox (AUTO-INC) until the statement ends if innodb_autoinc_lock_mode is 1, MariaDB's
-- default. + 0, because MariaDB writes a bare variable into JSON as a text.
CREATE PROCEDURE write_queue_event(IN p_topic VARCHAR(64), IN p_queue_id INT UNSIGNED, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream, v_queue VARCHAR(64);
  DECLARE v_limit, v_wip INT;
  DECLARE v_position INT UNSIGNED;
  DECLARE v_has_transitions BOOLEAN;
  DECLARE v_waiting TEXT;
  DECLARE v_waiting_in VARCHAR(64);

  SELECT value_stream, queue_name, wip_limit, current_wip, position, has_transitions
  INTO v_stream, v_queue, v_limit, v_wip, v_position, v_has_transitions
  FROM queue_state WHERE queue_id = p_queue_id FOR UPDATE;

  CALL find_waiting(v_stream, v_queue, v_position, v_has_transitions, p_reference, v_waiting, v_waiting_in);
  INSERT INTO outbox_events (created_at, topic, payload) VALUES (clock_utc(), p_topic, JSON_OBJECT(
    'value_stream', v_stream,
    'queue_name', v_queue,
    'wip_limit', v_limit + 0,
    'current_wip', v_wip + 0,
    'free_slots', GREATEST(v_limit - v_wip, 0),
    'reference', p_reference,
    'waiting', JSON_EXTRACT(v_waiting, '$'),
    'waiting_in', v_waiting_in));
END
