-- Whether this connection holds the lease of housekeeping, whose moves no workflow stops. The variable alone proves nothing.
CREATE FUNCTION is_housekeeping() RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_housekeeping BOOLEAN;

  SELECT COUNT(*) INTO v_is_housekeeping
  FROM housekeeping_tasks
  WHERE name = 'housekeep' AND claimed_by = @kanban_housekeeping
    AND LOCATE(CONCAT(CONNECTION_ID(), ' on ', @@hostname, ':', @@port, ' '), claimed_by) = 1;
  RETURN v_is_housekeeping;
END
