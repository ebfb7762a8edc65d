-- The row that a run returns if another one is at work.
CREATE PROCEDURE tell_other_runner(IN p_task VARCHAR(64))
  SQL SECURITY DEFINER
  SELECT p_task AS task, NULL AS value_stream, 0 AS moved, 0 AS skipped,
    CONCAT('another runner is at work: connection ', COALESCE(SUBSTRING_INDEX(MAX(claimed_by), ' ', 3), 'unknown')) AS note
  FROM housekeeping_tasks WHERE name = 'housekeep'
