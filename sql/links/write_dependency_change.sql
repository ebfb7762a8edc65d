-- Writes into field_history that an item waits for another one, or no longer does: `dependencies` only says what holds now. An item
-- that is taken out of the log leaves nothing.
CREATE PROCEDURE write_dependency_change(
  IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_old VARCHAR(64), IN p_new VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  IF NOT is_being_removed(p_item_id) THEN
    INSERT INTO field_history (occurred_at, value_stream_id, item_id, reference, field, old_value, new_value, actor, login, reason,
      source)
    SELECT clock_utc(), s.value_stream_id, p_item_id, p_reference, 'depends_on', p_old, p_new, current_actor(), current_login(),
      LEFT(NULLIF(CONCAT(@kanban_reason), ''), 255), current_source()
    FROM item_state s WHERE s.item_id = p_item_id;
  END IF;
END
