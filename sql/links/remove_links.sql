-- Removes an item that will be deleted from item_links. Locks in order: its card and its rows of dependencies, the lock of all
-- links, and item_state of the item and all linked items, by id.
CREATE PROCEDURE remove_links(IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_locked INT;
  DECLARE v_is_finished BOOLEAN;

  SELECT COUNT(*) INTO v_locked FROM queues WHERE reference = p_reference FOR UPDATE;
  SELECT COUNT(*) INTO v_locked FROM dependencies WHERE reference = p_reference FOR UPDATE;
  SELECT COUNT(*) INTO v_locked FROM dependencies WHERE depends_on = p_reference FOR UPDATE;
  CALL lock_links();
  -- Rows left by a search whose error was swallowed.
  DELETE FROM link_walk WHERE item_id > 0;
  INSERT INTO link_walk (item_id) VALUES (p_item_id);
  INSERT INTO link_walk (item_id) SELECT to_id FROM item_links WHERE kind = 'dependency' AND item_id = p_item_id;
  INSERT INTO link_walk (item_id) SELECT item_id FROM item_links WHERE kind = 'dependency' AND to_id = p_item_id
  ON DUPLICATE KEY UPDATE depth = 0;
  SELECT COUNT(*) INTO v_locked FROM (
    SELECT s.item_id FROM link_walk w STRAIGHT_JOIN item_state s ON s.item_id = w.item_id
    WHERE w.item_id > 0 ORDER BY w.item_id FOR UPDATE) locked;
  DELETE FROM link_walk WHERE item_id > 0;

  SELECT MAX(is_finished) INTO v_is_finished FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  UPDATE item_links l JOIN item_state s ON s.item_id = l.to_id SET s.dependents = s.dependents - 1
  WHERE l.kind = 'dependency' AND l.item_id = p_item_id;
  IF NOT v_is_finished THEN
    UPDATE item_links l JOIN item_state s ON s.item_id = l.item_id SET s.open_dependencies = s.open_dependencies - 1
    WHERE l.kind = 'dependency' AND l.to_id = p_item_id;
  END IF;
  UPDATE item_state SET open_dependencies = 0, dependents = 0 WHERE item_id = p_item_id;
  DELETE FROM item_links WHERE kind = 'dependency' AND to_id = p_item_id;
  DELETE FROM item_links WHERE kind = 'dependency' AND item_id = p_item_id;
  DELETE FROM item_links WHERE kind = 'parent' AND item_id = p_item_id;
END
