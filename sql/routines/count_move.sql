-- Counts one entry (p_from NULL), move or departure (p_to NULL) and refuses it when the queue entered is full.
--
-- Locks: the rows of queue_state of every queue whose counts this move will touch, in queue_id order, so that moves in
-- opposite directions wait for each other and never deadlock. Besides the two queues these may be the item's furthest
-- queue (p_furthest: the high-water counts) and, for an item that was removed and enters again, the place it still counted in
-- (p_location).
-- p_rank: the place of the item in the queue it enters, behind all others.
-- p_counted_until: the quarter hour up to which flow_counts has both queues, NULL where they differ.
CREATE PROCEDURE count_move(
  IN p_reference VARCHAR(64), IN p_from INT UNSIGNED, IN p_to INT UNSIGNED,
  IN p_location INT UNSIGNED, IN p_furthest INT UNSIGNED,
  OUT p_rank BIGINT, OUT p_counted_until DATETIME, INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_a, v_b, v_c INT UNSIGNED;
  DECLARE v_wip, v_limit, v_room_before INT;
  DECLARE v_moves BIGINT;
  DECLARE v_enforced BOOLEAN;
  DECLARE v_counted_until DATETIME;
  DECLARE v_queue VARCHAR(64);

  SET v_a = COALESCE(p_to, p_from), v_b = COALESCE(p_from, p_location, v_a), v_c = COALESCE(p_furthest, v_a);
  SELECT MAX(IF(queue_id = p_to, current_wip, NULL)), MAX(IF(queue_id = p_to, wip_limit, NULL)),
    MAX(IF(queue_id = p_to, is_limit_enforced, NULL)), MAX(IF(queue_id = p_to, queue_name, NULL)),
    MAX(IF(queue_id = p_to, moves, NULL)), MAX(IF(queue_id = p_from, wip_limit - current_wip, NULL)),
    MIN(IF(queue_id IN (p_from, p_to), counted_until, NULL)), MAX(IF(queue_id IN (p_from, p_to), counted_until, NULL))
  INTO v_wip, v_limit, v_enforced, v_queue, v_moves, v_room_before, p_counted_until, v_counted_until
  FROM queue_state FORCE INDEX (PRIMARY) WHERE queue_id IN (v_a, v_b, v_c) FOR UPDATE;
  SET p_counted_until = IF(p_counted_until = v_counted_until, p_counted_until, NULL);
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
