-- Everything that one entry (p_from NULL), move or departure (p_to NULL) does, in the order of the locks: the item's row of
-- item_state with those of the items that wait for it, by id, queue_state, person_wip, and then what these protect.
CREATE PROCEDURE record_move(
  IN p_at DATETIME(6), IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64),
  IN p_from VARCHAR(64), IN p_from_id INT UNSIGNED, IN p_to VARCHAR(64), IN p_to_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_assignee VARCHAR(128);
  DECLARE v_kind VARCHAR(16);
  DECLARE v_was_wip, v_was_finished, v_is_committed, v_is_wip, v_is_finished, v_is_blocked, v_is_deleted, v_has_transitions BOOLEAN;
  DECLARE v_open_dependencies, v_dependents INT;
  DECLARE v_rank, v_deleted_rank BIGINT;
  DECLARE v_deleted_from INT UNSIGNED;
  DECLARE v_hash BINARY(32);
  DECLARE v_notes SET('fast_track', 'over_limit', 'illegal_move', 'over_person_limit', 'blocked', 'open_dependencies') DEFAULT '';

  SELECT dependents, kind, has_transitions INTO v_dependents, v_kind, v_has_transitions
  FROM item_state CROSS JOIN queue_state WHERE item_id = p_item_id AND queue_id = COALESCE(p_to_id, p_from_id);
  IF v_dependents > 0 AND p_to_id IS NOT NULL THEN
    CALL lock_with_dependents(p_item_id, p_from_id, p_to_id);
  END IF;
  SELECT value_stream_id, assignee, is_committed, is_wip, is_finished, is_blocked, open_dependencies, dependents, chain_hash,
    is_deleted, deleted_from, deleted_rank
  INTO v_stream_id, v_assignee, v_is_committed, v_was_wip, v_was_finished, v_is_blocked, v_open_dependencies, v_dependents, v_hash,
    v_is_deleted, v_deleted_from, v_deleted_rank
  FROM item_state WHERE item_id = p_item_id FOR UPDATE;
  IF v_stream_id IS NULL THEN
    -- Also for a session that lets no SELECT give a row, with which every decision below would be another.
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_reference, ' has no row in item_state, or sql_select_limit is 0'));
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
        CALL check_transition(p_value_stream, p_from, p_to, v_notes);
      END IF;
      IF v_is_blocked THEN
        CALL check_block(p_value_stream, p_item_id, p_reference, v_notes);
      END IF;
    END IF;
    IF v_open_dependencies > 0 AND v_kind IN ('active', 'delivered', 'completed') THEN
      CALL check_dependencies(p_value_stream, p_item_id, p_reference, p_from_id, v_notes);
    END IF;
  END IF;

  IF v_is_finished <> v_was_finished AND v_dependents > 0 THEN
    CALL count_dependents(p_item_id, IF(v_is_finished, -1, 1));
  END IF;
  CALL count_move(p_item_id, p_reference, p_from_id, p_to_id, v_rank, v_notes);
  IF v_assignee IS NOT NULL AND v_is_wip <> v_was_wip THEN
    CALL count_person(v_stream_id, v_assignee, IF(v_is_wip, 1, -1), v_notes);
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
    CALL take_place(p_item_id, p_from_id, p_to_id, v_rank, MICROSECOND(p_at) % 16 = 0);
  END IF;

  CALL write_audit_row(p_at, p_reference, v_stream_id, p_item_id, p_from, p_from_id, p_to, p_to_id, NULLIF(v_notes, ''), v_hash);
  UPDATE item_state
  SET is_committed = v_is_committed, is_wip = v_is_wip, is_finished = v_is_finished, chain_hash = v_hash
  WHERE item_id = p_item_id;
END
