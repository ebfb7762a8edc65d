-- Does everything for one entry (p_from NULL), move or departure (p_to NULL). Locks in this order: item_state of the item and of
-- items that wait for it, by id; queue_state; person_wip; then what these protect. The first read comes from a snapshot and only
-- says what to lock; the locked rows of queue_state decide.
CREATE PROCEDURE record_move(
  IN p_at DATETIME(6), IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64),
  IN p_from VARCHAR(64), IN p_from_id INT UNSIGNED, IN p_to VARCHAR(64), IN p_to_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_assignee VARCHAR(128);
  DECLARE v_kind, v_from_kind VARCHAR(16);
  DECLARE v_position INT UNSIGNED;
  DECLARE v_counted_until, v_last_counted DATETIME;
  DECLARE v_last_id, v_spell_id BIGINT UNSIGNED;
  DECLARE v_location, v_furthest, v_furthest_position, v_a, v_b, v_c INT UNSIGNED;
  DECLARE v_committed_at, v_finished_at, v_dropped_at DATETIME(6);
  DECLARE v_was_wip, v_was_finished, v_is_committed, v_is_wip, v_is_finished, v_is_blocked, v_is_deleted, v_is_housekept BOOLEAN;
  DECLARE v_has_transitions, v_is_limit_enforced BOOLEAN;
  DECLARE v_is_locked BOOLEAN DEFAULT FALSE;
  DECLARE v_is_proven BOOLEAN DEFAULT TRUE;
  DECLARE v_enforced VARCHAR(255);
  DECLARE v_way VARCHAR(16);
  DECLARE v_mover VARCHAR(288);
  DECLARE v_queue VARCHAR(64);
  DECLARE v_open_dependencies, v_dependents, v_wip, v_limit, v_room_before INT;
  DECLARE v_rank, v_deleted_rank, v_first_rank BIGINT;
  DECLARE v_deleted_from INT UNSIGNED;
  DECLARE v_hash BINARY(32);
  DECLARE v_notes SET('fast_track', 'over_limit', 'illegal_move', 'over_person_limit', 'blocked', 'open_dependencies',
    'unproven_actor') DEFAULT '';

  IF @kanban_actor IS NOT NULL THEN
    SET v_is_proven = is_actor_proven();
  END IF;
  SELECT dependents, has_transitions INTO v_dependents, v_has_transitions
  FROM queue_state LEFT JOIN item_state ON item_id = p_item_id WHERE queue_id = COALESCE(p_to_id, p_from_id);
  IF v_dependents > 0 AND may_finish(p_from_id, p_to_id) THEN
    CALL lock_with_dependents(p_item_id, TRUE);
    SET v_is_locked = TRUE;
  END IF;
  SELECT value_stream_id, assignee, is_committed, is_wip, is_finished, is_blocked, is_housekept, open_dependencies, dependents,
    chain_hash, is_deleted, deleted_from, deleted_rank
  INTO v_stream_id, v_assignee, v_is_committed, v_was_wip, v_was_finished, v_is_blocked, v_is_housekept, v_open_dependencies,
    v_dependents, v_hash, v_is_deleted, v_deleted_from, v_deleted_rank
  FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  IF v_stream_id IS NULL THEN
    -- Also for a session with sql_select_limit = 0, for which every decision below would be wrong.
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_reference, ' has no row in item_state, or sql_select_limit is 0'));
  END IF;
  IF v_dependents > 0 AND NOT v_is_locked AND may_finish(p_from_id, p_to_id) THEN
    CALL lock_with_dependents(p_item_id, FALSE);
  END IF;

  IF p_from_id IS NOT NULL OR v_hash IS NOT NULL THEN
    -- Not for a first entry: a locking read of a row that is not there yet would lock the gap, and first entries would collide.
    -- Never before its last move: the clock may be set back, and a card put back while another takes it off has waited.
    SELECT last_audit_id, GREATEST(p_at, last_at), location_queue_id, furthest_queue_id, furthest_position, committed_at, finished_at,
      dropped_at, spell_audit_id
    INTO v_last_id, p_at, v_location, v_furthest, v_furthest_position, v_committed_at, v_finished_at, v_dropped_at,
      v_spell_id
    FROM item_flow WHERE item_id = p_item_id FOR UPDATE;
  END IF;

  -- Ahead of queue_state, as who changes the workflow holds its rows when waiting for those.
  IF v_has_transitions AND p_from_id IS NOT NULL AND p_to_id IS NOT NULL THEN
    CALL find_transition(p_value_stream, p_from, p_to, v_way, v_mover);
  END IF;

  -- Every queue whose counts this move touches, in queue_id order, so that moves in opposite directions wait for each other and
  -- never deadlock: also the item's furthest (the high-water counts), and where one that was removed still counted in.
  SET v_a = COALESCE(p_to_id, p_from_id), v_b = COALESCE(p_from_id, v_location, v_a), v_c = COALESCE(v_furthest, v_a);
  SELECT MAX(IF(queue_id = p_to_id, kind, NULL)), MAX(IF(queue_id = p_from_id, kind, NULL)),
    MAX(IF(queue_id = p_to_id, position, NULL)), MAX(has_transitions), MAX(rules_enforced),
    MAX(IF(queue_id = p_to_id, queue_name, NULL)), MAX(IF(queue_id = p_to_id, current_wip, NULL)),
    MAX(IF(queue_id = p_to_id, wip_limit, NULL)), MAX(IF(queue_id = p_to_id, is_limit_enforced, NULL)),
    (MAX(IF(queue_id = p_to_id, moves, NULL)) + 1) << 20, MAX(IF(queue_id = p_from_id, first_rank, NULL)),
    MAX(IF(queue_id = p_from_id, wip_limit - current_wip, NULL)),
    MIN(IF(queue_id IN (p_from_id, p_to_id), counted_until, NULL)), MAX(IF(queue_id IN (p_from_id, p_to_id), counted_until, NULL))
  INTO v_kind, v_from_kind, v_position, v_has_transitions, v_enforced, v_queue, v_wip, v_limit, v_is_limit_enforced, v_rank,
    v_first_rank, v_room_before, v_counted_until, v_last_counted
  FROM queue_state FORCE INDEX (PRIMARY) WHERE queue_id IN (v_a, v_b, v_c) FOR UPDATE;

  IF NOT v_is_proven THEN
    CALL check_actor(FIND_IN_SET('actors', v_enforced), v_notes);
  END IF;
  IF p_to_id IS NULL THEN
    -- Removed: what was finished stays finished.
    SET v_is_wip = FALSE, v_is_finished = v_was_finished;
  ELSE
    SET v_is_committed = v_is_committed OR v_kind IN ('buffer', 'active', 'delivered', 'completed');
    SET v_is_wip = v_is_committed AND v_kind IN ('backlog', 'buffer', 'active');
    SET v_is_finished = v_kind IN ('delivered', 'completed');

    IF p_from_id IS NOT NULL THEN
      IF v_has_transitions THEN
        IF COALESCE(v_way, 'free') = 'free' THEN
          -- A workflow younger than the snapshot: behind queue_state, at the price of a deadlock with who changes it just now.
          CALL find_transition(p_value_stream, p_from, p_to, v_way, v_mover);
        END IF;
        IF v_way NOT IN ('listed', 'free') THEN
          CALL check_transition(p_value_stream, p_from, p_to, v_way, v_mover, FIND_IN_SET('transitions', v_enforced),
            v_is_housekept, v_notes);
        END IF;
      END IF;
      IF v_is_blocked THEN
        CALL check_block(p_item_id, p_reference, FIND_IN_SET('blocks', v_enforced) AND NOT v_is_housekept, v_notes);
      END IF;
    END IF;
    -- A move from one such queue to another starts nothing.
    IF v_open_dependencies > 0 AND v_kind IN ('active', 'delivered', 'completed')
      AND COALESCE(v_from_kind NOT IN ('active', 'delivered', 'completed'), TRUE) THEN
      CALL check_dependencies(p_item_id, p_reference, FIND_IN_SET('dependencies', v_enforced), v_notes);
    END IF;
  END IF;

  IF v_is_finished <> v_was_finished AND v_dependents > 0 THEN
    CALL count_dependents(p_item_id, IF(v_is_finished, -1, 1));
  END IF;

  UPDATE queue_state FORCE INDEX (PRIMARY)
  SET current_wip = current_wip + (p_to_id <=> queue_id) - (p_from_id <=> queue_id), moves = moves + 1
  WHERE queue_id IN (v_a, v_b, v_c);
  IF p_to_id IS NOT NULL AND v_limit >= 0 AND v_wip >= v_limit THEN
    CALL note_full_queue(v_queue, p_to_id, v_wip, v_limit, v_is_limit_enforced, p_reference, v_notes);
  END IF;
  IF v_room_before >= 0 THEN
    CALL write_queue_event('queue.slot_available', p_from_id, p_reference);
  END IF;
  IF v_assignee IS NOT NULL AND v_is_wip <> v_was_wip THEN
    CALL count_person(p_value_stream, v_stream_id, v_assignee, IF(v_is_wip, 1, -1), p_reference, v_notes);
  END IF;

  IF p_to_id IS NULL THEN
    IF v_is_deleted THEN
      -- A soft delete (take_off_board): to be restored to this place.
      UPDATE item_state
      SET deleted_from = p_from_id, deleted_rank = (SELECT place_rank FROM queue_places WHERE item_id = p_item_id)
      WHERE item_id = p_item_id;
    END IF;
    DELETE FROM queue_places WHERE item_id = p_item_id;
  ELSE
    -- Behind all that are there: v_rank grows with every move that touches the queue. A restored card has its place again.
    IF v_deleted_from = p_to_id AND v_deleted_rank IS NOT NULL THEN
      SET v_rank = v_deleted_rank;
      UPDATE queue_state SET first_rank = LEAST(first_rank, v_rank) WHERE queue_id = p_to_id;
    END IF;
    CALL take_place(p_item_id, p_from_id, p_to_id, v_rank, IF(MICROSECOND(p_at) % 16 = 0, v_first_rank, NULL));
  END IF;

  CALL write_audit_row(p_at, p_reference, v_stream_id, p_item_id, p_from, p_from_id, p_to, p_to_id, NULLIF(v_notes, ''), v_hash);
  CALL project_audit_row(LAST_INSERT_ID(), p_at, p_item_id, p_reference, v_stream_id, p_from_id, p_to_id, v_kind, v_position,
    IF(v_counted_until = v_last_counted, v_counted_until, NULL), v_last_id, v_location, v_furthest, v_furthest_position,
    v_committed_at, v_finished_at, v_dropped_at, v_spell_id);
  UPDATE item_state
  SET is_committed = v_is_committed, is_wip = v_is_wip, is_finished = v_is_finished, is_housekept = FALSE, chain_hash = v_hash
  WHERE item_id = p_item_id;
END
