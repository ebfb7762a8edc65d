-- A soft delete, in the transaction that sets deleted_at. is_deleted is set before the card leaves, so record_move stores its
-- queue and place. Locks the card before item_state, as every mover does.
CREATE PROCEDURE take_off_board(IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_card_id BIGINT UNSIGNED;

  SELECT MAX(id) INTO v_card_id FROM queues WHERE reference = p_reference FOR UPDATE;
  UPDATE item_state SET is_deleted = TRUE, deleted_from = NULL, deleted_rank = NULL WHERE item_id = p_item_id;
  IF v_card_id IS NOT NULL THEN
    DELETE FROM queues WHERE reference = p_reference;
  END IF;
END
