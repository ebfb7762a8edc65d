-- Two sources are reserved, because the board itself uses them.
CREATE PROCEDURE check_source(IN p_source VARCHAR(32))
  SQL SECURITY DEFINER
BEGIN
  IF p_source = 'import' THEN
    CALL refuse(9122, 'RESERVED_SOURCE', '@kanban_source cannot be import, which marks history written by kanban import');
  END IF;
  IF p_source = 'housekeeping' AND NOT is_housekeeping() THEN
    CALL refuse(9122, 'RESERVED_SOURCE', '@kanban_source cannot be housekeeping, which marks what kanban housekeeping does');
  END IF;
END
