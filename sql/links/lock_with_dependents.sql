-- A move that may finish an item, or undo that, counts for those that wait for it too. All their rows of item_state are locked by
-- id and the item's in its turn: one item first and then the others would cross with an item that waits and is waited for. The
-- links are locked first, so that none comes or goes while this waits for a row: finishing moves of items that others wait for
-- therefore wait for each other. All other moves do not.
-- p_is_first FALSE: the caller found out too late, by a snapshot without these links. It holds the item's row already, behind which
-- the links are not locked; who waits for the item is known under that row all the same.
CREATE PROCEDURE lock_with_dependents(IN p_item_id BIGINT UNSIGNED, IN p_is_first BOOLEAN)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_locked INT;
  DECLARE v_next BIGINT UNSIGNED;
  DECLARE v_is_own_next BOOLEAN DEFAULT TRUE;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE dependents CURSOR FOR
    SELECT item_id FROM item_links WHERE kind = 'dependency' AND to_id = p_item_id ORDER BY item_id LOCK IN SHARE MODE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  IF p_is_first THEN
    CALL lock_links();
  END IF;
  OPEN dependents;
  each_dependent: LOOP
    FETCH dependents INTO v_next;
    IF v_is_own_next AND (v_is_over OR v_next > p_item_id) THEN
      SELECT COUNT(*) INTO v_locked FROM item_state WHERE item_id = p_item_id FOR UPDATE;
      SET v_is_own_next = FALSE;
    END IF;
    IF v_is_over THEN
      LEAVE each_dependent;
    END IF;
    SELECT COUNT(*) INTO v_locked FROM item_state WHERE item_id = v_next FOR UPDATE;
  END LOOP;
  CLOSE dependents;
END
