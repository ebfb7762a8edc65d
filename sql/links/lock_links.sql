-- The one lock under which item_links changes, until the end of the transaction: links are rare beside moves, and a cycle can
-- be made by any two of them. It stands behind the rows of work_items, queues and dependencies, and before those of item_state.
-- Its row is made by the first who needs it.
CREATE PROCEDURE lock_links()
  SQL SECURITY DEFINER
  INSERT INTO link_walk (item_id) VALUES (0) ON DUPLICATE KEY UPDATE item_id = 0
