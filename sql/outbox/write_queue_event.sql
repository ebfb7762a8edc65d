-- Writes an event about free slots or overload, in the mover's transaction; the caller holds the queue's lock. p_reference: the
-- item that moved; NULL if a limit changed. The member 'waiting' has up to three
-- items that could be pulled next, in order: from the nearest queue upstream that has any and from which the workflow allows the
-- move, without blocked and waiting items and the one that moves. They are read without locks.
--
-- Not INSERT … SELECT, which locks the outbox (AUTO-INC) until the statement ends if innodb_autoinc_lock_mode is 1, MariaDB's
-- default. + 0, because MariaDB writes a bare variable into JSON as a text.
--
-- The order of the joins and their keys is written out, because a plan that starts at all items or hashes them would read them
-- all. A cursor, because GROUP_CONCAT and JSON_ARRAYAGG fail at group_concat_max_len, and the move with them. No aliases: a move
-- opens a table once for each alias and routine, so this is one routine.
CREATE PROCEDURE write_queue_event(IN p_topic VARCHAR(64), IN p_queue_id INT UNSIGNED, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream, v_queue VARCHAR(64);
  DECLARE v_limit, v_wip INT;
  DECLARE v_position INT UNSIGNED;
  DECLARE v_has_transitions BOOLEAN;
  DECLARE v_waiting TEXT DEFAULT '[]';
  DECLARE v_waiting_in VARCHAR(64);
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

  SELECT value_stream, queue_name, wip_limit, current_wip, position, has_transitions
  INTO v_stream, v_queue, v_limit, v_wip, v_position, v_has_transitions
  FROM queue_state WHERE queue_id = p_queue_id FOR UPDATE;

  each_queue: LOOP
    SET v_from = NULL;
    -- Two statements, so that a stream without transitions does not read them.
    IF v_has_transitions THEN
      SELECT queue_id, queue_name, position, first_rank INTO v_from, v_waiting_in, v_position, v_first
      FROM queue_state STRAIGHT_JOIN transitions
        ON transitions.value_stream = v_stream AND from_queue = queue_name AND to_queue = v_queue
      WHERE queue_state.value_stream = v_stream AND position < v_position AND kind IN ('backlog', 'buffer', 'active')
        AND current_wip > 0
      ORDER BY position DESC LIMIT 1;
    ELSE
      SELECT queue_id, queue_name, position, first_rank INTO v_from, v_waiting_in, v_position, v_first
      FROM queue_state
      WHERE value_stream = v_stream AND position < v_position AND kind IN ('backlog', 'buffer', 'active') AND current_wip > 0
      ORDER BY position DESC LIMIT 1;
    END IF;
    IF v_from IS NULL THEN
      SET v_waiting_in = NULL;
      LEAVE each_queue;
    END IF;

    SET v_is_over = FALSE;
    OPEN next_ones;
    each_item: LOOP
      FETCH next_ones INTO v_reference;
      IF v_is_over THEN
        LEAVE each_item;
      END IF;
      SET v_waiting = JSON_ARRAY_APPEND(v_waiting, '$', v_reference);
    END LOOP;
    CLOSE next_ones;
    IF v_waiting <> '[]' THEN
      LEAVE each_queue;
    END IF;
  END LOOP;

  INSERT INTO outbox_events (created_at, topic, payload) VALUES (clock_utc(), p_topic, JSON_OBJECT(
    'value_stream', v_stream,
    'queue_name', v_queue,
    'wip_limit', v_limit + 0,
    'current_wip', v_wip + 0,
    'free_slots', GREATEST(v_limit - v_wip, 0),
    'reference', p_reference,
    'waiting', JSON_EXTRACT(v_waiting, '$'),
    'waiting_in', v_waiting_in));
END
