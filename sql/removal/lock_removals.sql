-- Locks the cards and items whose history this connection takes out, in the order of every mover.
CREATE PROCEDURE lock_removals()
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_locked INT;

  SELECT COUNT(*) INTO v_locked FROM (
    SELECT q.reference
    FROM history_removals r STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = r.item_id
    STRAIGHT_JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = w.reference
    WHERE r.connection_id = CONNECTION_ID() ORDER BY q.reference FOR UPDATE) locked;
  CALL lock_links();
  SELECT COUNT(*) INTO v_locked FROM (
    SELECT s.item_id FROM history_removals r STRAIGHT_JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = r.item_id
    WHERE r.connection_id = CONNECTION_ID() ORDER BY s.item_id FOR UPDATE) locked;
END
