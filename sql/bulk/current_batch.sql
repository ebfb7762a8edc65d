-- The import batch of this connection's bulk session: of the current one, or of the one that is ending (p_ending). NULL: none.
CREATE FUNCTION current_batch(p_ending BIGINT UNSIGNED) RETURNS BIGINT UNSIGNED
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_batch_id BIGINT UNSIGNED;

  SELECT MAX(batch_id) INTO v_batch_id FROM bulk_sessions
  WHERE (id = @kanban_bulk AND connection_id = CONNECTION_ID() AND finished_by IS NULL)
     OR (batch_id = p_ending AND finished_by = CONNECTION_ID());
  RETURN v_batch_id;
END
