CREATE PROCEDURE write_audit_row(
  IN p_at DATETIME(6), IN p_reference VARCHAR(64), IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED,
  IN p_from VARCHAR(64), IN p_from_id INT UNSIGNED, IN p_to VARCHAR(64), IN p_to_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;

  SELECT id INTO v_stream_id FROM value_streams WHERE name = p_value_stream;
  INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
                           actor, reason)
    VALUES (p_at, p_reference, p_from, p_to, v_stream_id, p_item_id, p_from_id, p_to_id,
            LEFT(COALESCE(NULLIF(@kanban_actor, ''), USER()), 288), LEFT(NULLIF(@kanban_reason, ''), 255));
END
