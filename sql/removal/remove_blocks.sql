-- Removes the blocks that belong to the removed history. If such a block still blocks an item that stays, it ends without an
-- event. Two statements, because a trigger of work_items writes to blocked_intervals.
CREATE PROCEDURE remove_blocks()
  SQL SECURITY DEFINER
BEGIN
  DELETE b FROM history_removals r STRAIGHT_JOIN blocked_intervals b FORCE INDEX (blocked_intervals_item) ON b.item_id = r.item_id
  WHERE r.connection_id = CONNECTION_ID() AND (r.kept_audit_id IS NULL OR b.batch_id = r.batch_id);

  UPDATE history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
  LEFT JOIN blocked_intervals b FORCE INDEX (blocked_intervals_item) ON b.item_id = w.id AND b.unblocked_at IS NULL
  SET r.is_unblocked = TRUE
  WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NOT NULL AND w.blocked_reason IS NOT NULL AND b.id IS NULL;
  UPDATE history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id SET w.blocked_reason = NULL
  WHERE r.connection_id = CONNECTION_ID() AND r.is_unblocked;
END
