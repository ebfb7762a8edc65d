-- If a move from p_from (NULL: an entry) to p_to (NULL: a departure) may finish or reopen the item: locks the item's row of item_state
-- and those of all items that wait for it, by id, and sets p_is_locked, else leaves it. Locking the item first would deadlock with an item that waits and is waited for. The links are locked first, so that none
-- changes meanwhile; so such moves wait for each other, other moves do not.
--
-- p_is_first FALSE: a snapshot without these links hid the need until now. The item's row is locked already, so the links are not
-- locked; under that row its dependents are known all the same.
CREATE PROCEDURE lock_with_dependents(
  IN p_item_id BIGINT UNSIGNED, IN p_from INT UNSIGNED, IN p_to INT UNSIGNED, IN p_is_first BOOLEAN, INOUT p_is_locked BOOLEAN)
  SQL SECURITY DEFINER
lock_with_dependents: BEGIN
  DECLARE v_finishes, v_was_finished BOOLEAN;
  DECLARE v_locked INT;
  DECLARE v_next BIGINT UNSIGNED;
  DECLARE v_is_own_next BOOLEAN DEFAULT TRUE;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE dependents CURSOR FOR
    SELECT item_id FROM item_links WHERE kind = 'dependency' AND to_id = p_item_id ORDER BY item_id LOCK IN SHARE MODE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  -- Only a hint about locks: a queue younger than the snapshot may be of any kind.
  SELECT MAX(IF(queue_id = p_to, kind IN ('delivered', 'completed'), NULL)),
    MAX(IF(queue_id = p_from, kind IN ('delivered', 'completed'), NULL))
  INTO v_finishes, v_was_finished
  FROM queue_state WHERE queue_id IN (p_from, p_to);
  IF p_to IS NULL OR v_finishes = COALESCE(v_was_finished, -1) THEN
    LEAVE lock_with_dependents;
  END IF;

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
  SET p_is_locked = TRUE;
END
