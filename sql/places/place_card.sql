-- Puts a card before or after another one of its queue. p_queue_id: where the caller saw the card; NULL: nowhere.
--
-- The queue's row of queue_state is the lock that reorders and moves share. Under it, locking reads decide everything. The card
-- gets the rank half-way between its neighbours. If that gap is used up, after about twenty cards in one place, the queue is
-- renumbered. Counts as a move of the queue, so that readers see a change.
CREATE PROCEDURE place_card(
  IN p_reference VARCHAR(64), IN p_side VARCHAR(64), IN p_other VARCHAR(64), IN p_queue_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_item_id, v_other_id, v_at BIGINT UNSIGNED;
  DECLARE v_in INT UNSIGNED;
  DECLARE v_moves, v_other_rank, v_near, v_rank BIGINT;

  SELECT MAX(id) INTO v_item_id FROM work_items WHERE reference = p_reference;
  SELECT MAX(id) INTO v_other_id FROM work_items WHERE reference = p_other;
  SELECT MAX(queue_id) INTO v_in FROM queue_places WHERE item_id = v_other_id;
  IF v_item_id IS NULL OR v_other_id IS NULL THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', IF(v_item_id IS NULL, p_reference, p_other)));
  ELSEIF p_side NOT IN ('before', 'after') THEN
    CALL refuse(9116, 'INVALID_PLACE', CONCAT('a card goes before or after another one, not ', QUOTE(p_side)));
  ELSEIF v_item_id = v_other_id THEN
    CALL refuse(9116, 'INVALID_PLACE', CONCAT(p_reference, ' cannot go ', p_side, ' itself'));
  ELSEIF p_queue_id IS NULL OR v_in IS NULL THEN
    CALL refuse(9116, 'INVALID_PLACE', CONCAT(IF(p_queue_id IS NULL, p_reference, p_other), ' is not on the board'));
  END IF;

  UPDATE queue_state SET moves = moves + 1 WHERE queue_id = p_queue_id;
  SELECT moves INTO v_moves FROM queue_state WHERE queue_id = p_queue_id FOR UPDATE;
  -- The lower id first, and not the other if this one is in another queue: we must not hold rows of other queues while we wait.
  SET v_at = LEAST(v_item_id, v_other_id);
  SELECT MAX(queue_id) INTO v_in FROM queue_places WHERE item_id = v_at FOR UPDATE;
  IF v_in = p_queue_id THEN
    SET v_at = GREATEST(v_item_id, v_other_id);
    SELECT MAX(queue_id) INTO v_in FROM queue_places WHERE item_id = v_at FOR UPDATE;
  END IF;
  IF NOT (v_in <=> p_queue_id) THEN
    CALL refuse(9116, 'INVALID_PLACE', IF(v_at = v_item_id,
      CONCAT(p_reference, ' was moved meanwhile; look where it is and try again'),
      CONCAT(p_reference, ' and ', p_other, ' are not in the same queue')));
  END IF;
  SELECT place_rank INTO v_other_rank FROM queue_places WHERE item_id = v_other_id FOR UPDATE;

  WHILE v_rank IS NULL DO
    SET v_near = NULL;
    IF p_side = 'before' THEN
      SELECT place_rank INTO v_near FROM queue_places FORCE INDEX (queue_places_order)
      WHERE queue_id = p_queue_id AND place_rank <= v_other_rank AND item_id NOT IN (v_item_id, v_other_id)
      ORDER BY place_rank DESC LIMIT 1 FOR UPDATE;
      IF v_near IS NULL OR v_near = -9000000000000000000 THEN
        SET v_rank = v_other_rank - 1048576;
      END IF;
    ELSE
      SELECT place_rank INTO v_near FROM queue_places FORCE INDEX (queue_places_order)
      WHERE queue_id = p_queue_id AND place_rank >= v_other_rank AND item_id NOT IN (v_item_id, v_other_id)
      ORDER BY place_rank LIMIT 1 FOR UPDATE;
      IF v_near IS NULL OR v_near = 9000000000000000000 THEN
        -- The rank that an entry would get now; later entries come after it.
        SET v_rank = GREATEST(v_moves * 1048576, v_other_rank + 1048576);
      END IF;
    END IF;
    IF v_rank IS NULL AND ABS(v_other_rank - v_near) > 1 THEN
      SET v_rank = v_near + (v_other_rank - v_near) DIV 2;
    ELSEIF v_rank IS NULL THEN
      CALL renumber_places(p_queue_id, v_moves);
      SELECT place_rank INTO v_other_rank FROM queue_places WHERE item_id = v_other_id FOR UPDATE;
    END IF;
  END WHILE;
  UPDATE queue_places SET place_rank = v_rank WHERE item_id = v_item_id;
  UPDATE queue_state SET first_rank = LEAST(first_rank, v_rank) WHERE queue_id = p_queue_id;
END
