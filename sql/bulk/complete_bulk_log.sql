-- Adds a row to the log for each card of a bulk session whose last row names another place. Importers that wrote the log
-- themselves get none. A card that is where its log says takes its instant from there.
--
-- Locks as every mover: first the cards, then the items. Nobody else could move these cards until now. A card that was taken off
-- may have come back through another connection, and is checked once its item is locked.
CREATE PROCEDURE complete_bulk_log(IN p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_actor VARCHAR(288);
  DECLARE v_reason VARCHAR(255);
  DECLARE v_batch_id, v_first_audit_id BIGINT UNSIGNED;
  DECLARE v_locked INT;

  SELECT COALESCE(started_by, USER()), reason, batch_id, COALESCE(first_audit_id, 0)
  INTO v_actor, v_reason, v_batch_id, v_first_audit_id FROM bulk_sessions WHERE id = p_id;
  IF v_batch_id IS NULL THEN
    -- A session older than import_batches.
    CALL begin_batch(v_actor, v_reason, v_first_audit_id, v_batch_id);
    UPDATE bulk_sessions SET batch_id = v_batch_id WHERE id = p_id;
  END IF;

  -- Cards that were taken off are listed already; the others carry the session's id.
  INSERT INTO bulk_changes (session_id, item_id, value_stream_id, reference)
  SELECT p_id, q.item_id, v.id, q.reference FROM queues q JOIN value_streams v ON v.name = q.value_stream
  WHERE q.bulk_session = p_id
  ON DUPLICATE KEY UPDATE removed_at = NULL;

  UPDATE bulk_changes c
  SET last_audit_id = (SELECT MAX(a.id) FROM audit_log a WHERE a.item_id = c.item_id) WHERE session_id = p_id;
  UPDATE bulk_changes c STRAIGHT_JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = c.reference LEFT JOIN audit_log a ON a.id = c.last_audit_id
  SET q.bulk_session = NULL,
      q.moved_at = IF(a.to_queue_id = q.queue_id, a.occurred_at, GREATEST(q.moved_at, COALESCE(a.occurred_at, q.moved_at)))
  WHERE c.session_id = p_id AND q.bulk_session = p_id;

  SELECT COUNT(*) INTO v_locked FROM (
    SELECT s.item_id FROM bulk_changes c STRAIGHT_JOIN item_state s FORCE INDEX (PRIMARY) ON s.item_id = c.item_id
    WHERE c.session_id = p_id ORDER BY s.item_id FOR UPDATE) locked;
  UPDATE bulk_changes c
  SET last_audit_id = (SELECT MAX(a.id) FROM audit_log a WHERE a.item_id = c.item_id) WHERE session_id = p_id;

  INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
                         actor, reason, source, batch_id)
  SELECT q.moved_at, q.reference, a.to_queue, q.queue_name, c.value_stream_id, q.item_id, a.to_queue_id, q.queue_id,
    v_actor, v_reason, 'import', v_batch_id
  FROM bulk_changes c STRAIGHT_JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = c.reference LEFT JOIN audit_log a ON a.id = c.last_audit_id
  WHERE c.session_id = p_id AND NOT (a.to_queue_id <=> q.queue_id)
  ORDER BY q.moved_at, q.item_id;

  INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
                         actor, reason, source, batch_id)
  SELECT GREATEST(c.removed_at, a.occurred_at), a.reference, a.to_queue, NULL, a.value_stream_id, a.item_id, a.to_queue_id, NULL,
    v_actor, v_reason, 'import', v_batch_id
  FROM bulk_changes c STRAIGHT_JOIN audit_log a ON a.id = c.last_audit_id LEFT JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = c.reference
  WHERE c.session_id = p_id AND c.removed_at IS NOT NULL AND q.reference IS NULL AND a.to_queue_id IS NOT NULL
  ORDER BY c.removed_at, c.item_id;
  CALL end_batch(v_batch_id);
END
