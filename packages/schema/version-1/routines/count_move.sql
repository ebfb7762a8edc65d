-- Counts one entry (p_from NULL), move or departure (p_to NULL) and refuses it when the queue entered is full.
--
-- Locks: the rows of queue_state of every queue whose counts this move will touch, in queue_id order, so that moves in
-- opposite directions wait for each other and never deadlock. Besides the two queues these may be the item's furthest
-- queue (the high-water counts) and, for an item that was removed and enters again, the place it still counted in.
-- They are found by reading item_flow; that read decides only the order of the locks, never what is counted.
CREATE PROCEDURE count_move(
  IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_from INT UNSIGNED, IN p_to INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_location, v_furthest INT UNSIGNED;
  DECLARE v_a, v_b, v_c, v_low, v_mid, v_high BIGINT;
  DECLARE v_wip, v_limit INT;
  DECLARE v_enforced BOOLEAN;
  DECLARE v_queue VARCHAR(64);

  IF p_from IS NULL THEN
    -- No lock here: a locking read of a row that is not there yet would lock the gap, and first entries would collide.
    SELECT MAX(location_queue_id), MAX(furthest_queue_id) INTO v_location, v_furthest
    FROM item_flow WHERE item_id = p_item_id;
  ELSE
    SELECT location_queue_id, furthest_queue_id INTO v_location, v_furthest
    FROM item_flow WHERE item_id = p_item_id FOR UPDATE;
  END IF;

  SET v_a = COALESCE(p_to, p_from);
  SET v_b = COALESCE(p_from, v_location, v_a);
  SET v_c = COALESCE(v_furthest, v_a);
  SET v_low = LEAST(v_a, v_b, v_c), v_high = GREATEST(v_a, v_b, v_c), v_mid = v_a + v_b + v_c - v_low - v_high;

  UPDATE queue_state
  SET current_wip = current_wip + (p_to <=> queue_id) - (p_from <=> queue_id), moves = moves + 1
  WHERE queue_id = v_low;
  IF v_mid <> v_low THEN
    UPDATE queue_state
    SET current_wip = current_wip + (p_to <=> queue_id) - (p_from <=> queue_id), moves = moves + 1
    WHERE queue_id = v_mid;
  END IF;
  IF v_high <> v_mid THEN
    UPDATE queue_state
    SET current_wip = current_wip + (p_to <=> queue_id) - (p_from <=> queue_id), moves = moves + 1
    WHERE queue_id = v_high;
  END IF;

  IF p_to IS NOT NULL THEN
    SELECT current_wip, wip_limit, is_limit_enforced, queue_name INTO v_wip, v_limit, v_enforced, v_queue
    FROM queue_state WHERE queue_id = p_to FOR UPDATE;
    IF v_limit >= 0 AND v_wip > v_limit THEN
      IF v_enforced THEN
        CALL refuse(9101, 'QUEUE_FULL', CONCAT(v_queue, ' holds ', v_wip - 1, ' of ', v_limit,
          '; wait for a free slot or raise its WIP limit'));
      ELSE
        CALL write_queue_event('queue.overloaded', p_to, p_reference);
      END IF;
    END IF;
  END IF;

  IF p_from IS NOT NULL THEN
    CALL write_queue_event('queue.slot_available', p_from, p_reference);
  END IF;
END
