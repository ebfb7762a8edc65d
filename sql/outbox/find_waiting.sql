-- Finds up to three items that could be pulled into a queue next, in order, as a JSON array of references: from the nearest queue
-- upstream that has any and from which the workflow allows the move. Leaves out blocked and waiting items and the one that moves
-- now (p_reference). Locks nothing.
--
-- The order of the joins and their keys is written out, because a plan that starts at all items or hashes them would read them
-- all. A cursor, because GROUP_CONCAT and JSON_ARRAYAGG fail at group_concat_max_len, and the move with them. No aliases: a move
-- opens a table once for each alias.
CREATE PROCEDURE find_waiting(
  IN p_value_stream VARCHAR(64), IN p_queue VARCHAR(64), IN p_position INT UNSIGNED, IN p_has_transitions BOOLEAN,
  IN p_reference VARCHAR(64), OUT p_waiting TEXT, OUT p_waiting_in VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_from INT UNSIGNED;
  DECLARE v_first BIGINT;
  DECLARE v_reference VARCHAR(64);
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE next_ones CURSOR FOR
    SELECT item_flow.reference
    FROM queue_places FORCE INDEX (queue_places_order)
    STRAIGHT_JOIN item_state FORCE INDEX (PRIMARY) ON item_state.item_id = queue_places.item_id
    STRAIGHT_JOIN item_flow FORCE INDEX (PRIMARY) ON item_flow.item_id = queue_places.item_id
    WHERE queue_id = v_from AND place_rank >= v_first AND NOT is_blocked AND open_dependencies = 0
      AND NOT (item_flow.reference <=> p_reference)
    ORDER BY place_rank, queue_places.item_id LIMIT 3;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  SET p_waiting = '[]';
  each_queue: LOOP
    SET v_from = NULL;
    -- Two statements, so that a stream without transitions does not read them.
    IF p_has_transitions THEN
      SELECT queue_id, queue_name, position, first_rank INTO v_from, p_waiting_in, p_position, v_first
      FROM queue_state STRAIGHT_JOIN transitions
        ON transitions.value_stream = p_value_stream AND from_queue = queue_name AND to_queue = p_queue
      WHERE queue_state.value_stream = p_value_stream AND position < p_position AND kind IN ('backlog', 'buffer', 'active')
        AND current_wip > 0
      ORDER BY position DESC LIMIT 1;
    ELSE
      SELECT queue_id, queue_name, position, first_rank INTO v_from, p_waiting_in, p_position, v_first
      FROM queue_state
      WHERE value_stream = p_value_stream AND position < p_position AND kind IN ('backlog', 'buffer', 'active') AND current_wip > 0
      ORDER BY position DESC LIMIT 1;
    END IF;
    IF v_from IS NULL THEN
      SET p_waiting_in = NULL;
      LEAVE each_queue;
    END IF;

    SET v_is_over = FALSE;
    OPEN next_ones;
    each_item: LOOP
      FETCH next_ones INTO v_reference;
      IF v_is_over THEN
        LEAVE each_item;
      END IF;
      SET p_waiting = JSON_ARRAY_APPEND(p_waiting, '$', v_reference);
    END LOOP;
    CLOSE next_ones;
    IF p_waiting <> '[]' THEN
      LEAVE each_queue;
    END IF;
  END LOOP;
END
