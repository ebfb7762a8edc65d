-- Begins bulk work: until end_bulk, this connection's statements on queues are not counted, announced, limited or projected.
-- First completes the bulk work of lost connections. Inside a transaction the session ends with it; outside it may span many.
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
