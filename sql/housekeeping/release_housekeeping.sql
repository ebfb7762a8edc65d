CREATE PROCEDURE release_housekeeping()
  SQL SECURITY DEFINER
BEGIN
  UPDATE housekeeping_tasks SET claimed_by = NULL, claim_expires_at = NULL, last_finished_at = clock_utc()
  WHERE name = 'housekeep' AND claimed_by = @kanban_housekeeping;
  SET @kanban_housekeeping = NULL;
END
