-- Items that were delivered more than complete_after_days ago, and no defect reported against them since, are complete. They
-- stay finished when they were.
CREATE PROCEDURE complete_delivered_items()
  SQL SECURITY DEFINER
  CALL move_aged_items('complete_delivered_items', 'complete_after_days', 'delivered', 'completed')
