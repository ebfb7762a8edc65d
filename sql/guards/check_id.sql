-- The database alone chooses ids, because they order the log and link its rows to their items, and must stay exact in programs.
-- Bulk work may give ids. p_id: the id in the statement; NULL: none is allowed.
CREATE PROCEDURE check_id(IN p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  IF p_id IS NULL OR p_id >= 1 << 52 OR @@insert_id <> 0 OR @kanban_bulk IS NULL OR NOT is_bulk() THEN
    CALL refuse(9125, 'ID_CHOSEN', 'the database chooses ids: leave id out; after SET insert_id connect again');
  END IF;
END
