-- Cards whose last moves are taken out of the log leave the board with their items, or go back to the queue of their last
-- remaining row.
CREATE PROCEDURE put_back_cards()
  SQL SECURITY DEFINER
BEGIN
  DELETE q FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id STRAIGHT_JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = w.reference
  LEFT JOIN audit_log a ON a.id = r.kept_audit_id
  WHERE r.connection_id = CONNECTION_ID() AND a.to_queue_id IS NULL;

  UPDATE history_removals r STRAIGHT_JOIN audit_log a ON a.id = r.kept_audit_id STRAIGHT_JOIN wip_limits l ON l.id = a.to_queue_id
  STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id STRAIGHT_JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = w.reference
  SET q.queue_name = l.queue_name, q.moved_at = a.occurred_at
  WHERE r.connection_id = CONNECTION_ID();

  INSERT INTO queues (reference, queue_name, moved_at)
  SELECT w.reference, l.queue_name, a.occurred_at
  FROM history_removals r STRAIGHT_JOIN audit_log a ON a.id = r.kept_audit_id STRAIGHT_JOIN wip_limits l ON l.id = a.to_queue_id
  STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id LEFT JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = w.reference
  WHERE r.connection_id = CONNECTION_ID() AND q.reference IS NULL ORDER BY r.item_id;
END
