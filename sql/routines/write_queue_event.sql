-- Tells of a queue's room (only when there is some) or overload, in the mover's transaction. p_reference: the item that
-- moved, NULL when a limit changed. 'waiting' are the next items that could be pulled from upstream. The caller has changed
-- the queue's row of queue_state, so that these reads see it as it is. Not INSERT … SELECT: that locks the outbox as a whole
-- (AUTO-INC) to the end of the statement where innodb_autoinc_lock_mode is 1, as by default in MariaDB.
CREATE PROCEDURE write_queue_event(IN p_topic VARCHAR(64), IN p_queue_id INT UNSIGNED, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_has_room BOOLEAN;
  DECLARE v_payload TEXT;

  SELECT current_wip < wip_limit INTO v_has_room FROM queue_state WHERE queue_id = p_queue_id;
  IF v_has_room OR p_topic <> 'queue.slot_available' THEN
    SELECT JSON_OBJECT(
      'value_stream', s.value_stream,
      'queue_name', s.queue_name,
      'wip_limit', s.wip_limit,
      'current_wip', s.current_wip,
      'free_slots', GREATEST(s.wip_limit - s.current_wip, 0),
      'reference', p_reference,
      'waiting', JSON_EXTRACT(waiting_upstream(s.queue_id), '$')) INTO v_payload
    FROM queue_state s WHERE s.queue_id = p_queue_id;
    INSERT INTO outbox_events (topic, payload) VALUES (p_topic, v_payload);
  END IF;
END
