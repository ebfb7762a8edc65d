-- Ends a block, because the item is unblocked or deleted. p_was: its reason and start as JSON, for the event. The caller holds the
-- item's row of item_state.
CREATE PROCEDURE end_block(IN p_item_id BIGINT UNSIGNED, OUT p_was TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_id BIGINT UNSIGNED;

  -- A locking read, because a snapshot may lack the row; by this index, because a scan would lock the intervals of other items.
  SELECT MAX(id) INTO v_id
  FROM blocked_intervals FORCE INDEX (blocked_intervals_item) WHERE item_id = p_item_id AND unblocked_at IS NULL FOR UPDATE;
  UPDATE blocked_intervals
  SET unblocked_at = GREATEST(clock_utc(), blocked_at), unblocked_by = current_actor(), unblocked_login = current_login()
  WHERE id = v_id;
  SELECT MAX(JSON_OBJECT('reason', reason, 'blocked_at', DATE_FORMAT(blocked_at, '%Y-%m-%dT%H:%i:%s.%fZ'))) INTO p_was
  FROM blocked_intervals WHERE id = v_id;
END
