-- Only looks up and fills in: this trigger also fires for INSERT IGNORE and ON DUPLICATE KEY UPDATE rows that are never
-- inserted, so all counting is left to the AFTER triggers. Locking reads, to see what is committed at any isolation level.
CREATE TRIGGER queues_before_insert BEFORE INSERT ON queues FOR EACH ROW
BEGIN
  DECLARE v_item_id BIGINT UNSIGNED;
  DECLARE v_queue_id INT UNSIGNED;
  DECLARE v_stream VARCHAR(64);
  DECLARE v_now DATETIME(6) DEFAULT UTC_TIMESTAMP(6);

  SELECT MAX(id), MAX(value_stream) INTO v_item_id, v_stream
  FROM work_items WHERE reference = NEW.reference LOCK IN SHARE MODE;
  IF v_item_id IS NULL THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', NEW.reference, '; insert it into work_items first'));
  END IF;
  SELECT MAX(id) INTO v_queue_id
  FROM wip_limits WHERE value_stream = v_stream AND queue_name = NEW.queue_name LOCK IN SHARE MODE;
  IF v_queue_id IS NULL THEN
    CALL refuse_unknown_queue(v_stream, NEW.queue_name);
  END IF;

  SET NEW.item_id = v_item_id, NEW.value_stream = v_stream, NEW.queue_id = v_queue_id;
  IF NOT EXISTS (SELECT 1 FROM bulk_sessions WHERE connection_id = CONNECTION_ID()) THEN
    SET NEW.moved_at = GREATEST(v_now, COALESCE((SELECT last_at FROM item_flow WHERE item_id = v_item_id), v_now));
  END IF;
END
