-- Says that a whole sweep has looked at a stream: what is so from now on is told. Without the row nothing is locked.
CREATE PROCEDURE finish_first_sla_sweep(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  IF EXISTS (SELECT 1 FROM sla_first_sweeps WHERE value_stream_id = p_stream_id) THEN
    DELETE FROM sla_first_sweeps WHERE value_stream_id = p_stream_id;
  END IF;
END
