CREATE TRIGGER wip_limits_before_delete_10_check BEFORE DELETE ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_wip INT;
  DECLARE v_last DATETIME;

  -- A separate statement, because a cascade fires no trigger. It comes first, because its triggers lock queue_state in the order
  -- of the queues.
  DELETE FROM transitions WHERE value_stream = OLD.value_stream AND OLD.queue_name IN (from_queue, to_queue);

  SELECT current_wip INTO v_wip FROM queue_state WHERE queue_id = OLD.id FOR UPDATE;
  IF v_wip > 0 THEN
    CALL refuse(9105, 'QUEUE_NOT_EMPTY', CONCAT(OLD.queue_name, ' holds ', v_wip, ' items; move them first'));
  END IF;
  SELECT MAX(interval_start) INTO v_last FROM flow_counts WHERE queue_id = OLD.id LOCK IN SHARE MODE;
  IF v_last > '1970-01-01 00:00:00' THEN
    CALL refuse(9106, 'QUEUE_HAS_HISTORY', CONCAT(OLD.queue_name,
      ' has history that charts read; close it with wip_limit = 0'));
  END IF;
  DELETE FROM flow_counts WHERE queue_id = OLD.id;
  DELETE FROM queue_state WHERE queue_id = OLD.id;
END
