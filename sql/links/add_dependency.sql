-- An item waits for one more item.
CREATE PROCEDURE add_dependency(IN p_item_id BIGINT UNSIGNED, IN p_depends_on_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_dependents INT;
  DECLARE v_is_finished BOOLEAN;

  CALL lock_links();
  CALL lock_items(p_item_id, p_depends_on_id, p_item_id);
  SELECT dependents INTO v_dependents FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  SELECT is_finished INTO v_is_finished FROM item_state WHERE item_id = p_depends_on_id FOR UPDATE;
  -- If no item waits for this one, the link cannot close a cycle.
  IF v_dependents > 0 OR p_item_id = p_depends_on_id THEN
    CALL check_cycle('dependency', p_item_id, p_depends_on_id);
  END IF;

  INSERT INTO item_links (kind, to_id, item_id) VALUES ('dependency', p_depends_on_id, p_item_id);
  UPDATE item_state SET dependents = dependents + 1 WHERE item_id = p_depends_on_id;
  IF NOT v_is_finished THEN
    UPDATE item_state SET open_dependencies = open_dependencies + 1 WHERE item_id = p_item_id;
  END IF;
END
