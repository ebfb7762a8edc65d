-- Makes counters, projections and what the rules know of one stream again from queues, work_items and audit_log, set-wise.
-- Movers of the stream wait. Call it in a transaction of your own at READ COMMITTED and commit it: it takes the locks of
-- every item and queue of the stream first, in the order of every mover, so what it then reads is all there is.
CREATE PROCEDURE rebuild_projections(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
  CALL rebuild_stream(p_stream_id, NULL)
