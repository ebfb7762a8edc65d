-- Items that have waited in a backlog for longer than stale_backlog_days since they last came there are dropped; who logged
-- them hears of it and can submit them again: UPDATE queues SET queue_name = 'backlog' WHERE reference = …
CREATE PROCEDURE drop_stale_items()
  SQL SECURITY DEFINER
  CALL move_aged_items('drop_stale_items', 'stale_backlog_days', 'backlog', 'dropped')
