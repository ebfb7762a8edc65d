-- An item is blocked from now on. The caller holds its row of item_state: a mover either came before, or finds it blocked.
CREATE PROCEDURE begin_block(
  IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_reason VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_last_at DATETIME(6);

  -- An instant is that of the beginning of a statement, which may lie before the wait for who unblocked the item. No lock: it
  -- would be one on the gap where the first interval of an item goes.
  SELECT MAX(unblocked_at) INTO v_last_at FROM blocked_intervals WHERE item_id = p_item_id;
  SELECT id INTO v_stream_id FROM value_streams WHERE name = p_value_stream;
  INSERT INTO blocked_intervals (value_stream_id, item_id, reference, reason, blocked_at, blocked_by)
  VALUES (v_stream_id, p_item_id, p_reference, p_reason,
          GREATEST(UTC_TIMESTAMP(6), COALESCE(v_last_at, UTC_TIMESTAMP(6))), current_actor());
  CALL write_item_event('work_item.blocked', p_item_id, JSON_OBJECT('reason', p_reason));
END
