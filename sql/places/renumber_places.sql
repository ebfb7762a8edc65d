-- Gives the cards of a queue new ranks with gaps, in the same order. The last card gets the rank of the queue's last move, so the
-- next entry comes after it. The caller holds the queue's row of queue_state. It reads by a cursor with
-- locks, because a subselect in an UPDATE reads different rows at different isolation levels.
CREATE PROCEDURE renumber_places(IN p_queue_id INT UNSIGNED, IN p_moves BIGINT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_item_id BIGINT UNSIGNED;
  DECLARE v_move BIGINT;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE cards CURSOR FOR
    SELECT item_id FROM queue_places FORCE INDEX (queue_places_order)
    WHERE queue_id = p_queue_id AND place_rank > -9000000000000000000 AND place_rank < 9000000000000000000
    ORDER BY place_rank DESC, item_id DESC FOR UPDATE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  SET v_move = p_moves;
  OPEN cards;
  each_card: LOOP
    FETCH cards INTO v_item_id;
    IF v_is_over THEN
      LEAVE each_card;
    END IF;
    UPDATE queue_places SET place_rank = v_move * 1048576 WHERE item_id = v_item_id;
    SET v_move = v_move - 1;
  END LOOP;
  CLOSE cards;
  UPDATE queue_state SET first_rank = (v_move + 1) * 1048576 WHERE queue_id = p_queue_id;
END
