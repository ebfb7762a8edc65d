-- Whether this connection does bulk work. The row decides, which only begin_bulk writes; the variable alone proves nothing.
-- Callers check first that @kanban_bulk is not NULL, to save movers the read.
CREATE FUNCTION is_bulk() RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_bulk BOOLEAN;

  SELECT COUNT(*) INTO v_is_bulk
  FROM bulk_sessions WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID() AND finished_by IS NULL;
  RETURN v_is_bulk;
END
