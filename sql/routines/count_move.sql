-- Counts one entry (p_from NULL), move or departure (p_to NULL) and refuses it when the queue entered is full.
--
-- Locks: the rows of queue_state of every queue whose counts this move will touch, in queue_id order, so that moves in
-- opposite directions wait for each other and never deadlock. Besides the two queues these may be the item's furthest
-- queue (the high-water counts) and, for an item that was removed and enters again, the place it still counted in.
-- They are found by reading item_flow; that read decides only the order of the locks, never what is counted.
-- p_rank: the place of the item in the queue it enters, behind all others.
CREATE PROCEDURE count_move(
  IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_from INT UNSIGNED, IN p_to INT UNSIGNED,
  OUT p_rank BIGINT, INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_location, v_furthest INT UNSIGNED;
  DECLARE v_a, v_b, v_c INT UNSIGNED;
  DECLARE v_wip, v_limit, v_room_before INT;
  DECLARE v_moves BIGINT;
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

  SET v_a = COALESCE(p_to, p_from), v_b = COALESCE(p_from, v_location, v_a), v_c = COALESCE(v_furthest, v_a);
  SELECT MAX(IF(queue_id = p_to, current_wip, NULL)), MAX(IF(queue_id = p_to, wip_limit, NULL)),
    MAX(IF(queue_id = p_to, is_limit_enforced, NULL)), MAX(IF(queue_id = p_to, queue_name, NULL)),
    MAX(IF(queue_id = p_to, moves, NULL)), MAX(IF(queue_id = p_from, wip_limit - current_wip, NULL))
  INTO v_wip, v_limit, v_enforced, v_queue, v_moves, v_room_before
  FROM queue_state FORCE INDEX (PRIMARY) WHERE queue_id IN (v_a, v_b, v_c) FOR UPDATE;
  UPDATE queue_state FORCE INDEX (PRIMARY)
  SET current_wip = current_wip + (p_to <=> queue_id) - (p_from <=> queue_id), moves = moves + 1
  WHERE queue_id IN (v_a, v_b, v_c);

  IF p_to IS NOT NULL THEN
    SET v_wip = v_wip + 1;
    SET p_rank = (v_moves + 1) << 20;
    IF v_limit >= 0 AND v_wip > v_limit THEN
      IF v_enforced THEN
        CALL refuse(9101, 'QUEUE_FULL', CONCAT(v_queue, ' holds ', v_wip - 1, ' of ', v_limit,
          '; wait for a free slot or raise its WIP limit'));
      END IF;
      SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'over_limit');
      CALL write_queue_event('queue.overloaded', p_to, p_reference);
    END IF;
  END IF;

  IF v_room_before >= 0 THEN
    CALL write_queue_event('queue.slot_available', p_from, p_reference);
  END IF;
END
