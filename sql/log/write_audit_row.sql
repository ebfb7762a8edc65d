-- Writes and chains one row of the log: p_hash is the hash of the item's previous row (NULL for the first) and becomes that of
-- this one. audit_log_chain has the same expression; tests compare both. QUOTE makes every row's text unique. The trigger of
-- audit_log writes the login; the last NULL is the batch.
CREATE PROCEDURE write_audit_row(
  IN p_at DATETIME(6), IN p_reference VARCHAR(64), IN p_stream_id INT UNSIGNED, IN p_item_id BIGINT UNSIGNED,
  IN p_from VARCHAR(64), IN p_from_id INT UNSIGNED, IN p_to VARCHAR(64), IN p_to_id INT UNSIGNED,
  IN p_notes VARCHAR(100), INOUT p_hash BINARY(32))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_actor VARCHAR(288) DEFAULT LEFT(COALESCE(NULLIF(CONCAT(@kanban_actor), ''), USER()), 288);
  DECLARE v_reason VARCHAR(255) DEFAULT LEFT(NULLIF(CONCAT(@kanban_reason), ''), 255);
  DECLARE v_source VARCHAR(32) DEFAULT LEFT(COALESCE(NULLIF(CONCAT(@kanban_source), ''), 'sql'), 32);

  IF v_source IN ('import', 'housekeeping') THEN
    CALL check_source(v_source);
  END IF;
  SET p_hash = UNHEX(SHA2(CONCAT_WS(',', COALESCE(HEX(p_hash), ''), QUOTE(p_at), QUOTE(p_reference), QUOTE(p_from), QUOTE(p_to),
    p_stream_id, p_item_id, QUOTE(p_from_id), QUOTE(p_to_id), QUOTE(v_actor), QUOTE(v_reason), QUOTE(v_source), QUOTE(p_notes),
    QUOTE(LEFT(USER(), 288)), 'NULL'), 256));
  INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
                         actor, reason, source, rule_notes, chain_hash)
  VALUES (p_at, p_reference, p_from, p_to, p_stream_id, p_item_id, p_from_id, p_to_id,
          v_actor, v_reason, v_source, p_notes, p_hash);
END
