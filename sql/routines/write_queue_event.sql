-- Tells of a queue's room (only when there is some) or overload, in the mover's transaction. p_reference: the item that
-- moved, NULL when a limit changed. 'waiting' are the next items that could be pulled from upstream.
CREATE PROCEDURE write_queue_event(IN p_topic VARCHAR(64), IN p_queue_id INT UNSIGNED, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  INSERT INTO outbox_events (topic, payload)
  SELECT p_topic, JSON_OBJECT(
    'value_stream', s.value_stream,
    'queue_name', s.queue_name,
    'wip_limit', s.wip_limit,
    'current_wip', s.current_wip,
    'free_slots', GREATEST(s.wip_limit - s.current_wip, 0),
    'reference', p_reference,
    'waiting', JSON_EXTRACT(waiting_upstream(s.queue_id), '$'))
  FROM queue_state s
  WHERE s.queue_id = p_queue_id AND (p_topic <> 'queue.slot_available' OR s.current_wip < s.wip_limit);
END
