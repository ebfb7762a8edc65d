-- An item is blocked no longer, or gone. p_was: what to tell of it. The caller holds the item's row of item_state.
CREATE PROCEDURE end_block(IN p_item_id BIGINT UNSIGNED, OUT p_was TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_id BIGINT UNSIGNED;

  -- By a locking read, for a snapshot may not have it yet; by this index, for a scan would lock the intervals of others.
  SELECT MAX(id) INTO v_id
  FROM blocked_intervals FORCE INDEX (blocked_intervals_item) WHERE item_id = p_item_id AND unblocked_at IS NULL FOR UPDATE;
  UPDATE blocked_intervals
  SET unblocked_at = GREATEST(clock_utc(), blocked_at), unblocked_by = current_actor(), unblocked_login = current_login()
  WHERE id = v_id;
  SELECT MAX(JSON_OBJECT('reason', reason, 'blocked_at', DATE_FORMAT(blocked_at, '%Y-%m-%dT%H:%i:%s.%fZ'))) INTO p_was
  FROM blocked_intervals WHERE id = v_id;
END
