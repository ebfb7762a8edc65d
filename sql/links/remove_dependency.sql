-- An item waits for one item less. Writes no event, because nothing was finished. If one of the two items is being deleted,
-- remove_links has counted it already.
CREATE PROCEDURE remove_dependency(IN p_item_id BIGINT UNSIGNED, IN p_depends_on_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_finished BOOLEAN;

  CALL lock_links();
  CALL lock_items(p_item_id, p_depends_on_id, p_item_id);
  DELETE FROM item_links WHERE kind = 'dependency' AND to_id = p_depends_on_id AND item_id = p_item_id;
  IF ROW_COUNT() > 0 THEN
    SELECT is_finished INTO v_is_finished FROM item_state WHERE item_id = p_depends_on_id FOR UPDATE;
    UPDATE item_state SET dependents = dependents - 1 WHERE item_id = p_depends_on_id;
    IF NOT v_is_finished THEN
      UPDATE item_state SET open_dependencies = open_dependencies - 1 WHERE item_id = p_item_id;
    END IF;
  END IF;
END
