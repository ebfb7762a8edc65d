-- Whether this connection is at bulk work. The variable alone says nothing: the row does, which only begin_bulk makes. Ask
-- only where @kanban_bulk is not NULL, which spares movers the look.
CREATE FUNCTION is_bulk() RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_bulk BOOLEAN;

  SELECT COUNT(*) INTO v_is_bulk
  FROM bulk_sessions WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID() AND finished_by IS NULL;
  RETURN v_is_bulk;
END
