-- Writes one changed field of a work item, with who, why and from where, as write_audit_row does for a move.
CREATE PROCEDURE write_field_change(
  IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_field VARCHAR(32),
  IN p_old TEXT, IN p_new TEXT)
  SQL SECURITY DEFINER
BEGIN
  INSERT INTO field_history (occurred_at, value_stream_id, item_id, reference, field, old_value, new_value, actor, login, reason,
    source)
  VALUES (clock_utc(), stream_id(p_value_stream), p_item_id, p_reference, p_field, p_old, p_new,
          current_actor(), current_login(), LEFT(NULLIF(CONCAT(@kanban_reason), ''), 255), current_source());
END
