-- Ends this connection's bulk work: corrects log, counters, projections, people, places and item_state of every stream that it
-- touched. All or nothing; after a deadlock call it again.
CREATE PROCEDURE end_bulk()
  SQL SECURITY DEFINER
BEGIN
  IF NOT is_bulk() THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this connection is not at bulk work; CALL begin_bulk() first');
  END IF;
  CALL finish_bulk(@kanban_bulk);
END
