-- Whether this connection is taking all history of an item out of the log (remove_history).
CREATE FUNCTION is_being_removed(p_item_id BIGINT UNSIGNED) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_removed BOOLEAN;

  SELECT COUNT(*) INTO v_is_removed FROM history_removals
  WHERE item_id = p_item_id AND connection_id = CONNECTION_ID() AND kept_audit_id IS NULL AND evidence_id IS NOT NULL;
  RETURN v_is_removed;
END
