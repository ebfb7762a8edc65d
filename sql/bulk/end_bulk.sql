-- Ends this connection's bulk work: log, counters, projections, people, places and what the rules know are right again, of
-- every stream it touched. All or nothing; called again after a deadlock it does the rest.
CREATE PROCEDURE end_bulk()
  SQL SECURITY DEFINER
BEGIN
  IF NOT is_bulk() THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this connection is not at bulk work; CALL begin_bulk() first');
  END IF;
  CALL finish_bulk(@kanban_bulk);
END
