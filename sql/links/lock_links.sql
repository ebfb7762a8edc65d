-- The one lock for all changes of item_links, until the end of the transaction: links are rare compared with moves, and any two
-- can close a cycle. It comes after the rows of work_items, queues and dependencies, and before item_state. The first user
-- creates its row.
CREATE PROCEDURE lock_links()
  SQL SECURITY DEFINER
  INSERT INTO link_walk (item_id) VALUES (0) ON DUPLICATE KEY UPDATE item_id = 0
