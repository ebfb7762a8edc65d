-- Writes past blocks during bulk work, from a JSON array with [reference, reason, blocked_at, unblocked_at] per block; an open
-- block has no end. Writes no events.
CREATE PROCEDURE write_past_blocks(IN p_stream_id INT UNSIGNED, IN p_spells LONGTEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT stream_name(p_stream_id);
  DECLARE v_wrong VARCHAR(64);

  IF NOT is_bulk() THEN
    CALL refuse(9120, 'BULK_REFUSED', 'this connection is not at bulk work; CALL begin_bulk() first');
  END IF;
  SELECT MIN(s.reference) INTO v_wrong
  FROM JSON_TABLE(p_spells, '$[*]' COLUMNS (
    reference VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[0]',
    blocked_at DATETIME(6) PATH '$[2]',
    unblocked_at DATETIME(6) PATH '$[3]')) s
  WHERE s.blocked_at IS NULL OR s.blocked_at < '1970-01-02' OR s.unblocked_at < s.blocked_at
     OR COALESCE(s.unblocked_at, s.blocked_at) > clock_utc();
  IF v_wrong IS NOT NULL THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT('a blocked spell of ', v_wrong, ' is not one of the past'));
  END IF;
  INSERT INTO blocked_intervals (value_stream_id, item_id, reference, reason, blocked_at, blocked_by, blocked_login,
                                 unblocked_at, unblocked_by, unblocked_login, batch_id)
  SELECT p_stream_id, w.id, w.reference, s.reason, s.blocked_at, current_actor(), current_login(),
    s.unblocked_at, IF(s.unblocked_at IS NULL, NULL, current_actor()), IF(s.unblocked_at IS NULL, NULL, current_login()),
    current_batch(NULL)
  FROM JSON_TABLE(p_spells, '$[*]' COLUMNS (
    reference VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[0]',
    reason VARCHAR(255) CHARACTER SET utf8mb4 PATH '$[1]',
    blocked_at DATETIME(6) PATH '$[2]',
    unblocked_at DATETIME(6) PATH '$[3]')) s
  JOIN work_items w ON w.reference = s.reference COLLATE utf8mb4_bin AND w.value_stream = v_stream
  ORDER BY s.blocked_at, w.id;
END
