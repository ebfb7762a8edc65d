-- Notes that this connection's bulk session took a card off the board (or, with item 0, changed the queues of a stream).
CREATE PROCEDURE note_bulk_change(
  IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_value_stream VARCHAR(64), IN p_removed_at DATETIME(6))
  SQL SECURITY DEFINER
BEGIN
  INSERT INTO bulk_changes (session_id, item_id, value_stream_id, reference, removed_at)
  VALUES (@kanban_bulk, p_item_id, stream_id(p_value_stream), p_reference, p_removed_at)
  ON DUPLICATE KEY UPDATE removed_at = p_removed_at;
END
