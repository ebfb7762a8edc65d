-- An item has p_change more open dependencies. When the last one is finished, work_item.dependencies_finished says so: once,
-- since whoever finishes another one waits for this row.
CREATE PROCEDURE count_open_dependency(IN p_item_id BIGINT UNSIGNED, IN p_change INT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_open INT;

  UPDATE item_state SET open_dependencies = open_dependencies + p_change WHERE item_id = p_item_id;
  SELECT MAX(open_dependencies) INTO v_open FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  IF v_open = 0 AND p_change < 0 THEN
    CALL write_item_event('work_item.dependencies_finished', p_item_id, NULL);
  END IF;
END
