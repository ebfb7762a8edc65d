-- Adds hashes to rows of a stream's log that have none, because they are older than the chain. Rows after a chain (written by
-- hand, for example) continue it only if item_state says that it ended there; a broken chain stays broken.
CREATE PROCEDURE chain_audit_log(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_id, v_item_id, v_item_before BIGINT UNSIGNED;
  DECLARE v_content MEDIUMTEXT;
  DECLARE v_begin, v_hash BINARY(32);
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE unchained CURSOR FOR
    SELECT id, item_id,
      CONCAT_WS(',', QUOTE(occurred_at), QUOTE(reference), QUOTE(from_queue), QUOTE(to_queue), value_stream_id, item_id,
        QUOTE(from_queue_id), QUOTE(to_queue_id), QUOTE(actor), QUOTE(reason), QUOTE(source), QUOTE(rule_notes),
        IF(login IS NULL, NULL, CONCAT(QUOTE(login), ',', QUOTE(batch_id))))
    FROM audit_log WHERE value_stream_id = p_stream_id AND chain_hash IS NULL ORDER BY item_id, id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  OPEN unchained;
  each_row: LOOP
    FETCH unchained INTO v_id, v_item_id, v_content;
    IF v_item_before IS NOT NULL AND (v_is_over OR v_item_id <> v_item_before) THEN
      UPDATE item_state SET chain_hash = v_hash WHERE item_id = v_item_before AND chain_hash <=> v_begin;
    END IF;
    IF v_is_over THEN
      LEAVE each_row;
    END IF;
    IF NOT (v_item_id <=> v_item_before) THEN
      SET v_item_before = v_item_id;
      SET v_begin = (
        SELECT chain_hash FROM audit_log FORCE INDEX (audit_log_item) WHERE item_id = v_item_id AND id < v_id ORDER BY id DESC LIMIT 1);
      SET v_hash = v_begin;
    END IF;
    SET v_hash = UNHEX(SHA2(CONCAT_WS(',', COALESCE(HEX(v_hash), ''), v_content), 256));
    UPDATE audit_log SET chain_hash = v_hash WHERE id = v_id;
  END LOOP;
  CLOSE unchained;
END
