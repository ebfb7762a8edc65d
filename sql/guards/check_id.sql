-- Ids order the log and tie its rows to their items, so the database alone chooses them, and long before a program's numbers end.
-- Bulk work may bring ids along. p_id: what the statement says, NULL where nothing is allowed.
CREATE PROCEDURE check_id(IN p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  IF p_id IS NULL OR p_id >= 1 << 52 OR @@insert_id <> 0 OR @kanban_bulk IS NULL OR NOT is_bulk() THEN
    CALL refuse(9125, 'ID_CHOSEN', 'the database chooses ids: leave id out; after SET insert_id connect again');
  END IF;
END
