-- From where a change comes: @kanban_source, else sql.
CREATE FUNCTION current_source() RETURNS VARCHAR(32)
  NO SQL SQL SECURITY DEFINER
BEGIN
  DECLARE v_source VARCHAR(32) DEFAULT LEFT(COALESCE(NULLIF(CONCAT(@kanban_source), ''), 'sql'), 32);

  IF v_source = 'import' THEN
    CALL refuse(9122, 'RESERVED_SOURCE', '@kanban_source cannot be import, which marks history written by kanban import');
  END IF;
  RETURN v_source;
END
