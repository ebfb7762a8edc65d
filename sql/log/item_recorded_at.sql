-- When an import brought the latest knowledge about an item; NULL if everything was written as it happened. Housekeeping and
-- sweeps count from then, so old history triggers no messages and no moves.
CREATE FUNCTION item_recorded_at(p_item_id BIGINT UNSIGNED) RETURNS DATETIME(6)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_recorded_at DATETIME(6);

  SELECT MAX(recorded_at) INTO v_recorded_at
  FROM item_flow STRAIGHT_JOIN audit_log ON audit_log.id IN (first_audit_id, last_audit_id)
    STRAIGHT_JOIN import_batches ON import_batches.id = batch_id
  WHERE item_flow.item_id = p_item_id;
  RETURN v_recorded_at;
END
