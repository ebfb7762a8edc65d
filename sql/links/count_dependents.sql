-- Changes open_dependencies of the items that wait for this one: it was finished (p_change -1) or reopened (1). The last one
-- writes work_item.dependencies_finished, once, because other finishing moves wait for that row. The links are read under the
-- item's lock, and lock_with_dependents has locked the rows, except for a first link added in the same moment.
CREATE PROCEDURE count_dependents(IN p_item_id BIGINT UNSIGNED, IN p_change INT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_dependent BIGINT UNSIGNED;
  DECLARE v_open INT;
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE dependents CURSOR FOR
    SELECT item_id FROM item_links WHERE kind = 'dependency' AND to_id = p_item_id
    ORDER BY item_id LIMIT 18446744073709551615 LOCK IN SHARE MODE; -- all of them, whatever sql_select_limit says
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  OPEN dependents;
  each_dependent: LOOP
    FETCH dependents INTO v_dependent;
    IF v_is_over THEN
      LEAVE each_dependent;
    END IF;
    UPDATE item_state SET open_dependencies = open_dependencies + p_change WHERE item_id = v_dependent;
    SELECT MAX(open_dependencies), MAX(value_stream_id) INTO v_open, v_stream_id FROM item_state WHERE item_id = v_dependent FOR UPDATE;
    CALL note_change(v_stream_id);
    IF v_open = 0 AND p_change < 0 THEN
      CALL write_item_event('work_item.dependencies_finished', v_dependent, NULL);
    END IF;
  END LOOP;
  CLOSE dependents;
END
