-- Drops items that waited in a backlog for more than stale_backlog_days since they last came there. The person who logged an item
-- gets the event and can submit it again: UPDATE queues SET queue_name = 'backlog' WHERE reference = …
CREATE PROCEDURE drop_stale_items()
  SQL SECURITY DEFINER
  CALL move_aged_items('drop_stale_items', 'stale_backlog_days', 'backlog', 'dropped')
