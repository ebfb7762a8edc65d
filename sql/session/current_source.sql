-- The source of a change: @kanban_source, else sql.
CREATE FUNCTION current_source() RETURNS VARCHAR(32)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_source VARCHAR(32) DEFAULT LEFT(COALESCE(NULLIF(CONCAT(@kanban_source), ''), 'sql'), 32);

  IF v_source IN ('import', 'housekeeping') THEN
    CALL check_source(v_source);
  END IF;
  RETURN v_source;
END
