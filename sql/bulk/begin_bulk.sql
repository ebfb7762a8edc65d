-- Until end_bulk, this connection's statements on queues are neither counted, announced, held to a limit nor projected; what
-- a dead connection left is made right first. In a transaction or not: the session then ends with it, or lasts over many.
CREATE PROCEDURE begin_bulk()
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_finished INT;

  IF is_bulk() THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this connection is at bulk work already; CALL end_bulk() first');
  END IF;
  CALL recover_bulk(v_finished);
  INSERT INTO bulk_sessions (connection_id) VALUES (CONNECTION_ID());
END
