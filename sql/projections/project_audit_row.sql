-- The fold: takes one new row of audit_log into the projections. The views replay_* say the same set-wise;
-- `kanban verify` and the tests hold the two against each other.
--
-- Only to_queue counts: where the item came from is what the projections already know, so a log with a broken chain
-- (imported from elsewhere) folds without contradiction. p_kind and p_position are those of p_to; p_counted_until is the quarter
-- hour up to which flow_counts has both p_from and p_to, or NULL. The last parameters are the item's row of item_flow, which the
-- caller has locked; all NULL for an item that enters for the first time. What begins with v_ is that row as it becomes.
CREATE PROCEDURE project_audit_row(
  IN p_id BIGINT UNSIGNED, IN p_at DATETIME(6), IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64),
  IN p_stream_id INT UNSIGNED, IN p_from INT UNSIGNED, IN p_to INT UNSIGNED, IN p_kind VARCHAR(16), IN p_position INT UNSIGNED,
  IN p_counted_until DATETIME, IN p_last_id BIGINT UNSIGNED, IN p_location INT UNSIGNED, IN p_furthest INT UNSIGNED,
  IN p_furthest_position INT UNSIGNED, IN p_committed_at DATETIME(6), IN p_finished_at DATETIME(6), IN p_dropped_at DATETIME(6),
  IN p_spell_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
project_audit_row: BEGIN
  -- Removed (p_to NULL): what was finished stays finished where it was; anything else counts as dropped.
  DECLARE v_location INT UNSIGNED DEFAULT
    COALESCE(p_to, IF(p_finished_at IS NOT NULL OR p_dropped_at IS NOT NULL, p_location, NULL));
  DECLARE v_is_further BOOLEAN DEFAULT p_kind <> 'dropped' AND (p_furthest IS NULL OR p_position > p_furthest_position);
  DECLARE v_furthest INT UNSIGNED DEFAULT IF(v_is_further, p_to, p_furthest);
  DECLARE v_committed_at DATETIME(6) DEFAULT
    COALESCE(p_committed_at, IF(p_kind IN ('buffer', 'active', 'delivered', 'completed'), p_at, NULL));
  DECLARE v_finished_at DATETIME(6) DEFAULT
    IF(p_to IS NULL OR p_kind IN ('delivered', 'completed'), COALESCE(p_finished_at, IF(p_to IS NULL, NULL, p_at)), NULL);
  DECLARE v_dropped_at DATETIME(6) DEFAULT
    IF(p_kind = 'dropped' OR (p_to IS NULL AND p_finished_at IS NULL), COALESCE(p_dropped_at, p_at), NULL);
  DECLARE v_spell_id BIGINT UNSIGNED DEFAULT p_spell_id;
  DECLARE v_wip_begun, v_wip_ended INT DEFAULT 0;
  DECLARE v_quarter DATETIME DEFAULT
    TIMESTAMPADD(MINUTE, TIMESTAMPDIFF(MINUTE, '1970-01-01 00:00:00', p_at) DIV 15 * 15, '1970-01-01 00:00:00');

  IF p_spell_id IS NULL OR p_to IS NULL OR p_kind NOT IN ('backlog', 'buffer', 'active') THEN
    BEGIN
      -- A spell ends by the row that takes the item out of progress. One that passes progress by has a spell of length 0.
      DECLARE v_end_kind VARCHAR(16) DEFAULT CASE
        WHEN p_to IS NULL THEN IF(p_spell_id IS NULL, NULL, 'removed')
        WHEN p_kind = 'dropped' THEN IF(p_spell_id IS NULL, NULL, 'dropped')
        WHEN p_kind IN ('delivered', 'completed') THEN IF(p_finished_at IS NULL, 'finished', NULL)
      END;

      IF p_spell_id IS NOT NULL THEN
        IF v_end_kind IS NOT NULL THEN
          UPDATE item_spells SET end_audit_id = p_id, end_at = p_at, end_kind = v_end_kind
          WHERE item_id = p_item_id AND begin_audit_id = p_spell_id;
          SET v_wip_ended = 1, v_spell_id = NULL;
        END IF;
      ELSEIF v_end_kind IS NOT NULL OR (v_committed_at IS NOT NULL AND p_kind IN ('backlog', 'buffer', 'active')) THEN
        INSERT INTO item_spells (item_id, begin_audit_id, value_stream_id, begin_at, committed_at, end_audit_id, end_at, end_kind)
        VALUES (p_item_id, p_id, p_stream_id, p_at, v_committed_at,
                IF(v_end_kind IS NULL, NULL, p_id), IF(v_end_kind IS NULL, NULL, p_at), v_end_kind);
        SET v_wip_begun = 1, v_wip_ended = v_end_kind IS NOT NULL, v_spell_id = IF(v_end_kind IS NULL, p_id, NULL);
      END IF;
    END;
  END IF;

  IF p_last_id IS NOT NULL THEN
    -- The last row began a visit unless it was a departure, and then there is no visit of that id.
    UPDATE visits SET left_at = p_at WHERE item_id = p_item_id AND entry_audit_id = p_last_id AND left_at IS NULL;
  END IF;
  IF p_to IS NOT NULL THEN
    INSERT INTO visits (entry_audit_id, item_id, value_stream_id, queue_id, entered_at)
    VALUES (p_id, p_item_id, p_stream_id, p_to, p_at);
  END IF;

  IF p_last_id IS NULL THEN
    INSERT INTO item_flow (item_id, value_stream_id, reference, first_audit_id, last_audit_id, entered_at, last_at,
                           committed_at, finished_at, dropped_at, location_queue_id, furthest_queue_id, furthest_position, spell_audit_id)
    VALUES (p_item_id, p_stream_id, p_reference, p_id, p_id, p_at, p_at,
            v_committed_at, v_finished_at, v_dropped_at, v_location, v_furthest,
            IF(v_is_further, p_position, p_furthest_position), v_spell_id);
  ELSE
    UPDATE item_flow
    SET last_audit_id = p_id, last_at = p_at, committed_at = v_committed_at, finished_at = v_finished_at, dropped_at = v_dropped_at,
        location_queue_id = v_location, furthest_queue_id = v_furthest,
        furthest_position = IF(v_is_further, p_position, p_furthest_position),
        spell_audit_id = v_spell_id, is_removed = (p_to IS NULL)
    WHERE item_id = p_item_id;
  END IF;

  -- Nearly every move adds to the current quarter hour of the queue it left and of the one it entered: one statement. The
  -- rows of queue_state are locked by the mover already.
  IF p_counted_until = v_quarter AND p_location = p_from AND v_location = p_to AND p_furthest IN (p_from, p_to) THEN
    UPDATE flow_counts FORCE INDEX (PRIMARY)
    SET arrivals = arrivals + (queue_id = v_location),
        departures = departures + (queue_id = p_location),
        marked = marked + (v_furthest <=> queue_id) - (p_furthest <=> queue_id),
        marked_dropped = marked_dropped + (v_dropped_at IS NOT NULL AND v_furthest = queue_id)
          - (p_dropped_at IS NOT NULL AND p_furthest = queue_id),
        behind = behind + (v_dropped_at IS NULL AND v_location <> v_furthest AND v_location = queue_id)
          - (p_dropped_at IS NULL AND p_location <> p_furthest AND p_location = queue_id),
        wip_begun = wip_begun + (v_wip_begun AND queue_id = v_location),
        wip_ended = wip_ended + (v_wip_ended AND queue_id = v_location)
    WHERE queue_id IN (p_location, v_location) AND interval_start = v_quarter;
    LEAVE project_audit_row;
  END IF;

  BEGIN
    DECLARE v_dropped_mark0 INT UNSIGNED DEFAULT IF(p_dropped_at IS NOT NULL, p_furthest, NULL);
    DECLARE v_behind0 INT UNSIGNED DEFAULT IF(p_dropped_at IS NULL AND p_location <> p_furthest, p_location, NULL);
    DECLARE v_dropped_mark1 INT UNSIGNED DEFAULT IF(v_dropped_at IS NOT NULL, v_furthest, NULL);
    DECLARE v_behind1 INT UNSIGNED DEFAULT IF(v_dropped_at IS NULL AND v_location <> v_furthest, v_location, NULL);

    IF v_location IS NOT NULL THEN
      CALL count_flow(v_location, v_quarter,
        NOT (p_location <=> v_location), 0, p_last_id IS NULL,
        (v_furthest <=> v_location) - (p_furthest <=> v_location),
        (v_dropped_mark1 <=> v_location) - (v_dropped_mark0 <=> v_location),
        (v_behind1 <=> v_location) - (v_behind0 <=> v_location),
        v_wip_begun, v_wip_ended);
    END IF;
    IF p_location IS NOT NULL AND NOT (p_location <=> v_location) THEN
      CALL count_flow(p_location, v_quarter,
        0, 1, 0,
        (v_furthest <=> p_location) - (p_furthest <=> p_location),
        (v_dropped_mark1 <=> p_location) - (v_dropped_mark0 <=> p_location),
        (v_behind1 <=> p_location) - (v_behind0 <=> p_location),
        0, v_wip_ended AND v_location IS NULL);
    END IF;
    -- The mark before is the only other queue that can be touched: a new mark is always where the item now is.
    IF p_furthest IS NOT NULL AND NOT (p_furthest <=> p_location) AND NOT (p_furthest <=> v_location) THEN
      CALL count_flow(p_furthest, v_quarter,
        0, 0, 0,
        (v_furthest <=> p_furthest) - 1,
        (v_dropped_mark1 <=> p_furthest) - (v_dropped_mark0 <=> p_furthest),
        0, 0, 0);
    END IF;
  END;
END
