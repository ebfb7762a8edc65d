-- Restores a softly deleted item: its card enters the queue that it left, as an ordinary entry within the limits; record_move
-- gives it its old place. An item that was not on the board stays off it.
CREATE PROCEDURE put_back_on_board(IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_queue_id INT UNSIGNED;
  DECLARE v_queue_name VARCHAR(64);

  SELECT deleted_from INTO v_queue_id FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  IF v_queue_id IS NOT NULL THEN
    SELECT MAX(queue_name) INTO v_queue_name FROM wip_limits WHERE id = v_queue_id LOCK IN SHARE MODE;
    IF v_queue_name IS NULL THEN
      CALL refuse(9102, 'UNKNOWN_QUEUE', CONCAT('the queue that ', p_reference,
        ' was in is gone; an administrator sets item_state.deleted_from to NULL or another queue'));
    END IF;
    INSERT INTO queues (reference, queue_name) VALUES (p_reference, v_queue_name);
  END IF;
  UPDATE item_state SET is_deleted = FALSE, deleted_from = NULL, deleted_rank = NULL WHERE item_id = p_item_id;
END
