-- Lists in history_removals all items that a stream has or had, with their whole history, like list_batch_removal.
CREATE PROCEDURE list_stream_removal(IN p_value_stream VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;

  CALL check_transaction();
  -- Deletes an old list that was never used; waits if its connection is removing it now.
  DELETE FROM history_removals WHERE item_id > 0;
  SELECT MAX(id) INTO v_stream_id FROM value_streams WHERE name = p_value_stream FOR UPDATE;
  CALL check_stream_there(p_value_stream);
  INSERT INTO history_removals (item_id, connection_id, from_audit_id)
  SELECT item_id, CONNECTION_ID(), 0 FROM item_state WHERE value_stream_id = v_stream_id
  UNION SELECT item_id, CONNECTION_ID(), 0 FROM audit_log WHERE value_stream_id = v_stream_id;
  CALL lock_removals();
END
