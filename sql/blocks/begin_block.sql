-- Begins a block. The caller holds the item's row of item_state, so a move either came before or finds the item blocked.
CREATE PROCEDURE begin_block(
  IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_reason VARCHAR(255))
  SQL SECURITY DEFINER
begin_block: BEGIN
  DECLARE v_last_at DATETIME(6);

  -- If an import wrote when the block began, there is no event. Without such a row, bulk work begins the block now.
  IF @kanban_bulk IS NOT NULL AND is_bulk()
    AND EXISTS (SELECT 1 FROM blocked_intervals WHERE item_id = p_item_id AND unblocked_at IS NULL) THEN
    LEAVE begin_block;
  END IF;

  -- The instant of a statement may lie before its wait for the connection that unblocked the item. The read takes no lock,
  -- because it would lock the gap for the item's first interval.
  SELECT MAX(unblocked_at) INTO v_last_at FROM blocked_intervals WHERE item_id = p_item_id;
  INSERT INTO blocked_intervals (value_stream_id, item_id, reference, reason, blocked_at, blocked_by,
    blocked_login)
  VALUES (stream_id(p_value_stream), p_item_id, p_reference, p_reason,
          GREATEST(clock_utc(), COALESCE(v_last_at, clock_utc())), current_actor(), current_login());
  CALL write_item_event('work_item.blocked', p_item_id, JSON_OBJECT('reason', p_reason));
END
