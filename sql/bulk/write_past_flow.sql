-- What item_flow holds of new items, by who imports their history: [item_id, first_audit_id, last_audit_id, entered_at, last_at,
-- committed_at, finished_at, dropped_at, location_queue_id, furthest_queue_id, furthest_position, is_removed,
-- spell_audit_id] an item.
CREATE PROCEDURE write_past_flow(IN p_stream_id INT UNSIGNED, IN p_items LONGTEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT stream_name(p_stream_id);

  CALL check_past_projections(p_stream_id);
  INSERT INTO item_flow (item_id, value_stream_id, reference, first_audit_id, last_audit_id, entered_at, last_at,
    committed_at, finished_at, dropped_at, location_queue_id, furthest_queue_id, furthest_position, is_removed, spell_audit_id)
  SELECT w.id, p_stream_id, w.reference, i.first_audit_id, i.last_audit_id, i.entered_at, i.last_at,
    i.committed_at, i.finished_at, i.dropped_at, i.location_queue_id, i.furthest_queue_id, i.furthest_position, i.is_removed,
    i.spell_audit_id
  FROM JSON_TABLE(p_items, '$[*]' COLUMNS (
    item_id BIGINT UNSIGNED PATH '$[0]',
    first_audit_id BIGINT UNSIGNED PATH '$[1]',
    last_audit_id BIGINT UNSIGNED PATH '$[2]',
    entered_at DATETIME(6) PATH '$[3]',
    last_at DATETIME(6) PATH '$[4]',
    committed_at DATETIME(6) PATH '$[5]',
    finished_at DATETIME(6) PATH '$[6]',
    dropped_at DATETIME(6) PATH '$[7]',
    location_queue_id INT UNSIGNED PATH '$[8]',
    furthest_queue_id INT UNSIGNED PATH '$[9]',
    furthest_position INT UNSIGNED PATH '$[10]',
    is_removed TINYINT PATH '$[11]',
    spell_audit_id BIGINT UNSIGNED PATH '$[12]')) i
  STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = i.item_id AND w.value_stream = v_stream;
END
