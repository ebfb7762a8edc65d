-- What item_spells holds of new items, by who imports their history: [item_id, begin_audit_id, begin_at, committed_at, end_audit_id,
-- end_at, end_kind] a spell.
CREATE PROCEDURE write_past_spells(IN p_stream_id INT UNSIGNED, IN p_spells LONGTEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT stream_name(p_stream_id);

  CALL check_past_projections(p_stream_id);
  INSERT INTO item_spells (item_id, begin_audit_id, value_stream_id, begin_at, committed_at, end_audit_id, end_at, end_kind)
  SELECT w.id, s.begin_audit_id, p_stream_id, s.begin_at, s.committed_at, s.end_audit_id, s.end_at, s.end_kind
  FROM JSON_TABLE(p_spells, '$[*]' COLUMNS (
    item_id BIGINT UNSIGNED PATH '$[0]',
    begin_audit_id BIGINT UNSIGNED PATH '$[1]',
    begin_at DATETIME(6) PATH '$[2]',
    committed_at DATETIME(6) PATH '$[3]',
    end_audit_id BIGINT UNSIGNED PATH '$[4]',
    end_at DATETIME(6) PATH '$[5]',
    end_kind VARCHAR(16) PATH '$[6]')) s
  STRAIGHT_JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = s.item_id AND w.value_stream = v_stream;
END
