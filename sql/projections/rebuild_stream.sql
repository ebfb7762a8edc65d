-- rebuild_projections of one stream, which says more. At the end of a bulk session (p_session_id, else NULL) what that has brought of the
-- projections is left as it is, where it fits the log.
CREATE PROCEDURE rebuild_stream(IN p_stream_id INT UNSIGNED, IN p_session_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_locked INT;
  DECLARE v_is_projected BOOLEAN;
  DECLARE v_stream VARCHAR(64) DEFAULT (SELECT name FROM value_streams WHERE id = p_stream_id);

  -- With the items of other streams that wait for some of this one, or the other way round: all at once, in the order of ids.
  CALL lock_links();
  SELECT COUNT(*) INTO v_locked FROM (
    SELECT item_id FROM item_state
    WHERE value_stream_id = p_stream_id
       OR item_id IN (SELECT d.item_id FROM dependencies d) OR item_id IN (SELECT d.depends_on_id FROM dependencies d)
    ORDER BY item_id FOR UPDATE) locked;
  SELECT COUNT(*) INTO v_locked FROM (
    SELECT queue_id FROM queue_state WHERE value_stream = v_stream ORDER BY queue_id FOR UPDATE) locked;

  -- Counted as a change: what was answered from wrong projections must not pass for unchanged.
  UPDATE queue_state s JOIN wip_limits l ON l.id = s.queue_id
  SET s.moves = s.moves + 1,
      s.value_stream = l.value_stream,
      s.queue_name = l.queue_name,
      s.wip_limit = l.wip_limit,
      s.is_limit_enforced = is_switched_on('enforce_wip_limits', v_stream),
      s.rules_enforced = rules_enforced(v_stream),
      s.current_wip = (SELECT COUNT(*) FROM queues q WHERE q.value_stream = v_stream AND q.queue_name = l.queue_name)
  WHERE l.value_stream = v_stream;

  SET v_is_projected = are_past_projections(p_session_id, p_stream_id);
  IF NOT v_is_projected THEN
    -- Rows of its items that are taken for another stream's, too.
    DELETE v FROM item_state s JOIN visits v ON v.item_id = s.item_id
    WHERE s.value_stream_id = p_stream_id AND v.value_stream_id <> p_stream_id;
    DELETE f FROM item_state s JOIN item_flow f ON f.item_id = s.item_id
    WHERE s.value_stream_id = p_stream_id AND f.value_stream_id <> p_stream_id;
    DELETE p FROM item_state s JOIN item_spells p ON p.item_id = s.item_id
    WHERE s.value_stream_id = p_stream_id AND p.value_stream_id <> p_stream_id;
    DELETE FROM visits WHERE value_stream_id = p_stream_id;
    DELETE FROM item_flow WHERE value_stream_id = p_stream_id;
    INSERT INTO item_flow (item_id, value_stream_id, reference, first_audit_id, last_audit_id, entered_at, last_at,
      committed_at, finished_at, dropped_at, location_queue_id, furthest_queue_id, furthest_position, spell_audit_id, is_removed)
    SELECT item_id, value_stream_id, reference, first_audit_id, last_audit_id, entered_at, last_at,
      committed_at, finished_at, dropped_at, location_queue_id, furthest_queue_id, furthest_position, spell_audit_id, is_removed
    FROM replay_3_item_flow WHERE value_stream_id = p_stream_id;

    DELETE FROM item_spells WHERE value_stream_id = p_stream_id;
    INSERT INTO item_spells (item_id, begin_audit_id, value_stream_id, begin_at, committed_at, end_audit_id, end_at, end_kind)
    SELECT item_id, begin_audit_id, value_stream_id, begin_at, committed_at, end_audit_id, end_at, end_kind
    FROM replay_5_item_spells WHERE value_stream_id = p_stream_id;

    DELETE f FROM flow_counts f JOIN wip_limits q ON q.id = f.queue_id WHERE q.value_stream = v_stream;
    INSERT INTO flow_counts (queue_id, interval_start) SELECT id, '1970-01-01 00:00:00' FROM wip_limits WHERE value_stream = v_stream;
    INSERT INTO flow_counts (queue_id, interval_start, arrivals, departures, entries, marked, marked_dropped, behind, wip_begun,
      wip_ended)
    SELECT queue_id, interval_start, arrivals, departures, entries, marked, marked_dropped, behind, wip_begun, wip_ended
    FROM replay_4_flow_counts WHERE value_stream_id = p_stream_id;
  END IF;
  INSERT INTO visits (entry_audit_id, item_id, value_stream_id, queue_id, entered_at, left_at)
  SELECT entry_audit_id, item_id, value_stream_id, queue_id, entered_at, left_at
  FROM replay_2_visits WHERE value_stream_id = p_stream_id;

  UPDATE queue_state s JOIN wip_limits l ON l.id = s.queue_id
  SET s.position = l.position, s.kind = l.kind,
      s.counted_until = (SELECT MAX(interval_start) FROM flow_counts f WHERE f.queue_id = s.queue_id),
      s.has_transitions = EXISTS (SELECT 1 FROM transitions t WHERE t.value_stream = v_stream)
  WHERE s.value_stream = v_stream;

  CALL rebuild_item_states(p_stream_id);
  CALL rebuild_people(p_stream_id);
  CALL rebuild_places(p_stream_id);
END
