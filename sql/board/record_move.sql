-- Does everything for one entry (p_from NULL), move or departure (p_to NULL). Locks in this order: item_state of the item and of
-- items that wait for it, by id; queue_state; person_wip; then what these protect. The first read comes from a snapshot and only
-- says what to lock; the locked rows of queue_state decide.
CREATE PROCEDURE record_move(
  IN p_at DATETIME(6), IN p_value_stream VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64),
  IN p_from VARCHAR(64), IN p_from_id INT UNSIGNED, IN p_to VARCHAR(64), IN p_to_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  -- A move initialises every variable here, and opens every table of every routine it may call, once for each routine. So rare
  -- branches read what only they need, under the same locks, and those with tables of this routine are written out in it.
  DECLARE v_stream_id, v_position, v_location, v_furthest, v_furthest_position INT UNSIGNED;
  DECLARE v_assignee VARCHAR(128);
  DECLARE v_kind VARCHAR(16);
  DECLARE v_counted_until DATETIME;
  DECLARE v_last_id, v_spell_id BIGINT UNSIGNED;
  DECLARE v_committed_at, v_finished_at, v_dropped_at DATETIME(6);
  DECLARE v_was_wip, v_was_finished, v_is_committed, v_is_wip, v_is_finished, v_is_blocked, v_is_housekept BOOLEAN;
  DECLARE v_is_locked, v_has_transitions, v_is_full, v_frees_slot BOOLEAN;
  DECLARE v_enforced VARCHAR(255);
  DECLARE v_way VARCHAR(16);
  DECLARE v_mover VARCHAR(288);
  DECLARE v_open_dependencies, v_dependents INT;
  DECLARE v_rank, v_deleted_rank BIGINT;
  DECLARE v_hash BINARY(32);
  DECLARE v_notes SET('fast_track', 'over_limit', 'illegal_move', 'over_person_limit', 'blocked', 'open_dependencies',
    'unproven_actor') DEFAULT '';

  IF @kanban_actor IS NOT NULL AND NOT is_actor_proven() THEN
    SET v_notes = 'unproven_actor';
  END IF;
  SELECT dependents, has_transitions INTO v_dependents, v_has_transitions
  FROM queue_state LEFT JOIN item_state ON item_id = p_item_id WHERE queue_id = COALESCE(p_to_id, p_from_id);
  IF v_dependents > 0 THEN
    CALL lock_with_dependents(p_item_id, p_from_id, p_to_id, TRUE, v_is_locked);
  END IF;
  -- item_state first, as it is the outer table. No row of item_flow for a first entry: a locking read of a row that is not there yet
  -- would lock the gap, and first entries would collide; NULL looks for none.
  -- Never before its last move: the clock may be set back, and a card put back while another takes it off has waited.
  SELECT item_state.value_stream_id, assignee, is_committed, is_wip, is_finished, is_blocked, is_housekept, open_dependencies,
    dependents, chain_hash, IF(deleted_from = p_to_id, deleted_rank, NULL), last_audit_id, GREATEST(p_at, COALESCE(last_at, p_at)),
    location_queue_id, furthest_queue_id, furthest_position, committed_at, finished_at, dropped_at, spell_audit_id
  INTO v_stream_id, v_assignee, v_is_committed, v_was_wip, v_was_finished, v_is_blocked, v_is_housekept, v_open_dependencies,
    v_dependents, v_hash, v_deleted_rank, v_last_id, p_at,
    v_location, v_furthest, v_furthest_position, v_committed_at, v_finished_at, v_dropped_at, v_spell_id
  FROM item_state LEFT JOIN item_flow FORCE INDEX (PRIMARY)
    ON item_flow.item_id = IF(p_from_id IS NULL AND chain_hash IS NULL, NULL, p_item_id)
  WHERE item_state.item_id = p_item_id FOR UPDATE;
  IF v_stream_id IS NULL THEN
    -- Also for a session with sql_select_limit = 0, for which every decision below would be wrong.
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(p_reference, ' has no row in item_state, or sql_select_limit is 0'));
  END IF;
  IF v_dependents > 0 AND v_is_locked IS NULL THEN
    CALL lock_with_dependents(p_item_id, p_from_id, p_to_id, FALSE, v_is_locked);
  END IF;

  -- Ahead of queue_state, as who changes the workflow holds its rows when waiting for those.
  IF v_has_transitions AND p_from_id IS NOT NULL AND p_to_id IS NOT NULL THEN
    CALL find_transition(p_value_stream, p_from, p_to, v_way, v_mover);
  END IF;

  -- Every queue whose counts this move touches, in queue_id order, so that moves in opposite directions wait for each other and
  -- never deadlock: also the item's furthest (the high-water counts), and where one that was removed still counted in.
  SELECT MAX(IF(queue_id = p_to_id, kind, NULL)), MAX(IF(queue_id = p_to_id, position, NULL)),
    MAX(has_transitions), MAX(rules_enforced),
    MAX(queue_id = p_to_id AND wip_limit >= 0 AND current_wip >= wip_limit), MAX(queue_id = p_from_id AND wip_limit >= current_wip),
    (MAX(IF(queue_id = p_to_id, moves, NULL)) + 1) << 20,
    IF(MIN(IF(queue_id IN (p_from_id, p_to_id), counted_until, NULL)) = MAX(IF(queue_id IN (p_from_id, p_to_id), counted_until, NULL)),
      MAX(IF(queue_id IN (p_from_id, p_to_id), counted_until, NULL)), NULL)
  INTO v_kind, v_position, v_has_transitions, v_enforced, v_is_full, v_frees_slot, v_rank, v_counted_until
  FROM queue_state FORCE INDEX (PRIMARY)
  WHERE queue_id IN (COALESCE(p_to_id, p_from_id), COALESCE(p_from_id, v_location, p_to_id), COALESCE(v_furthest, p_to_id, p_from_id))
  FOR UPDATE;

  IF v_notes <> '' AND FIND_IN_SET('actors', v_enforced) THEN
    CALL refuse_actor();
  END IF;
  -- Removed (no kind): what was finished stays finished.
  SET v_is_wip = COALESCE((v_is_committed OR v_kind <> 'backlog') AND v_kind IN ('backlog', 'buffer', 'active'), FALSE);
  SET v_is_finished = COALESCE(v_kind IN ('delivered', 'completed'), v_was_finished);
  IF (v_has_transitions OR v_is_blocked) AND p_from_id IS NOT NULL AND p_to_id IS NOT NULL THEN
    IF v_has_transitions AND COALESCE(v_way, 'free') = 'free' THEN
      -- A workflow younger than the snapshot: behind queue_state, at the price of a deadlock with who changes it just now.
      CALL find_transition(p_value_stream, p_from, p_to, v_way, v_mover);
    END IF;
    IF v_has_transitions AND v_way NOT IN ('listed', 'free') THEN
      CALL check_transition(p_value_stream, p_from, p_to, v_way, v_mover, FIND_IN_SET('transitions', v_enforced),
        v_is_housekept, v_notes);
    END IF;
    IF v_is_blocked THEN
      CALL check_block(p_item_id, p_reference, FIND_IN_SET('blocks', v_enforced) AND NOT v_is_housekept, v_notes);
    END IF;
  END IF;
  IF v_open_dependencies > 0 AND v_kind IN ('active', 'delivered', 'completed') THEN
    BEGIN
      DECLARE v_is_started BOOLEAN;

      -- A move from one such queue to another starts nothing.
      SELECT COUNT(*) INTO v_is_started
      FROM queue_state WHERE queue_id = p_from_id AND kind IN ('active', 'delivered', 'completed') FOR UPDATE;
      IF NOT v_is_started THEN
        CALL check_dependencies(p_item_id, p_reference, FIND_IN_SET('dependencies', v_enforced), v_notes);
      END IF;
    END;
  END IF;

  IF v_is_finished <> v_was_finished AND v_dependents > 0 THEN
    CALL count_dependents(p_item_id, IF(v_is_finished, -1, 1));
  END IF;

  UPDATE queue_state FORCE INDEX (PRIMARY)
  SET current_wip = current_wip + (p_to_id <=> queue_id) - (p_from_id <=> queue_id), moves = moves + 1
  WHERE queue_id IN (COALESCE(p_to_id, p_from_id), COALESCE(p_from_id, v_location, p_to_id), COALESCE(v_furthest, p_to_id, p_from_id));
  IF v_is_full THEN
    BEGIN
      DECLARE v_queue VARCHAR(64);
      DECLARE v_wip, v_limit INT;
      DECLARE v_is_enforced BOOLEAN;

      SELECT queue_name, current_wip - 1, wip_limit, is_limit_enforced INTO v_queue, v_wip, v_limit, v_is_enforced
      FROM queue_state WHERE queue_id = p_to_id FOR UPDATE;
      IF v_is_enforced THEN
        CALL refuse(9101, 'QUEUE_FULL', CONCAT(v_queue, ' holds ', v_wip, ' of ', v_limit,
          '; wait for a free slot or raise its WIP limit'));
      END IF;
      SET v_notes = CONCAT_WS(',', NULLIF(v_notes, ''), 'over_limit');
      CALL write_queue_event('queue.overloaded', p_to_id, p_reference);
    END;
  END IF;
  IF v_frees_slot THEN
    CALL write_queue_event('queue.slot_available', p_from_id, p_reference);
  END IF;
  IF v_assignee IS NOT NULL AND v_is_wip <> v_was_wip THEN
    CALL count_person(p_value_stream, v_stream_id, v_assignee, IF(v_is_wip, 1, -1), p_reference, v_notes);
  END IF;

  IF p_to_id IS NULL THEN
    -- Of a soft delete (take_off_board): to be restored to this place.
    UPDATE item_state
    SET deleted_from = p_from_id, deleted_rank = (SELECT place_rank FROM queue_places WHERE item_id = p_item_id)
    WHERE item_id = p_item_id AND is_deleted;
    DELETE FROM queue_places WHERE item_id = p_item_id;
  ELSE
    -- Behind all that are there: v_rank grows with every move that touches the queue. A restored card has its place again.
    IF v_deleted_rank IS NOT NULL THEN
      SET v_rank = v_deleted_rank;
      UPDATE queue_state SET first_rank = LEAST(first_rank, v_rank) WHERE queue_id = p_to_id;
    END IF;
    IF p_from_id IS NULL THEN
      -- A card that bulk work took off keeps its place until the end.
      INSERT INTO queue_places (item_id, queue_id, place_rank) VALUES (p_item_id, p_to_id, v_rank)
      ON DUPLICATE KEY UPDATE queue_id = p_to_id, place_rank = v_rank;
    ELSE
      UPDATE queue_places SET queue_id = p_to_id, place_rank = v_rank WHERE item_id = p_item_id;
      IF MICROSECOND(p_at) % 16 = 0 THEN
        BEGIN
          -- Notes the first rank of the queue that the card left, so that readers need not skip the index entries of cards that
          -- left. A locking read, because a snapshot lacks cards placed by others. An empty queue keeps the old rank.
          DECLARE v_first BIGINT;

          SELECT first_rank INTO v_first FROM queue_state WHERE queue_id = p_from_id FOR UPDATE;
          SELECT place_rank INTO v_first
          FROM queue_places FORCE INDEX (queue_places_order)
          WHERE queue_id = p_from_id AND place_rank >= v_first AND item_id < 1 << 63 AND place_rank < 9000000000000000000
          ORDER BY place_rank LIMIT 1 FOR UPDATE;
          UPDATE queue_state SET first_rank = v_first WHERE queue_id = p_from_id;
        END;
      END IF;
    END IF;
  END IF;

  CALL write_audit_row(p_at, p_reference, v_stream_id, p_item_id, p_from, p_from_id, p_to, p_to_id, NULLIF(v_notes, ''), v_hash);
  CALL project_audit_row(LAST_INSERT_ID(), p_at, p_item_id, p_reference, v_stream_id, p_from_id, p_to_id, v_kind, v_position,
    v_counted_until, v_last_id, v_location, v_furthest, v_furthest_position, v_committed_at, v_finished_at, v_dropped_at,
    v_spell_id);
  UPDATE item_state
  SET is_committed = is_committed OR COALESCE(v_kind IN ('buffer', 'active', 'delivered', 'completed'), FALSE),
    is_wip = v_is_wip, is_finished = v_is_finished, is_housekept = FALSE, chain_hash = v_hash
  WHERE item_id = p_item_id;
END
