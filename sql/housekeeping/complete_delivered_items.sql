-- Completes items that were delivered more than complete_after_days ago without a later defect. Their finished_at stays.
CREATE PROCEDURE complete_delivered_items()
  SQL SECURITY DEFINER
  CALL move_aged_items('complete_delivered_items', 'complete_after_days', 'delivered', 'completed')
