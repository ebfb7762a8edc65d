-- Locks the rows of item_state of both ends of a link, and of a third item (or one of them again), in the order of their ids.
CREATE PROCEDURE lock_items(IN p_a BIGINT UNSIGNED, IN p_b BIGINT UNSIGNED, IN p_c BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_low BIGINT UNSIGNED DEFAULT LEAST(p_a, p_b, p_c);
  DECLARE v_high BIGINT UNSIGNED DEFAULT GREATEST(p_a, p_b, p_c);
  DECLARE v_locked INT;

  SELECT COUNT(*) INTO v_locked FROM item_state WHERE item_id = v_low FOR UPDATE;
  SELECT COUNT(*) INTO v_locked FROM item_state WHERE item_id = p_a + p_b + p_c - v_low - v_high FOR UPDATE;
  SELECT COUNT(*) INTO v_locked FROM item_state WHERE item_id = v_high FOR UPDATE;
END
