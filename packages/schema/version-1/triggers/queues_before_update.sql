CREATE TRIGGER queues_before_update BEFORE UPDATE ON queues FOR EACH ROW
BEGIN
  DECLARE v_queue_id INT UNSIGNED;

  IF NEW.reference <> OLD.reference THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'a row of queues stays with its item; delete it and insert another');
  END IF;
  SET NEW.item_id = OLD.item_id, NEW.value_stream = OLD.value_stream, NEW.queue_id = OLD.queue_id, NEW.moved_at = OLD.moved_at;

  IF NEW.queue_name IS NULL OR NEW.queue_name <> OLD.queue_name THEN
    SELECT MAX(id) INTO v_queue_id
    FROM wip_limits WHERE value_stream = OLD.value_stream AND queue_name = NEW.queue_name LOCK IN SHARE MODE;
    IF v_queue_id IS NULL THEN
      CALL refuse_unknown_queue(OLD.value_stream, NEW.queue_name);
    END IF;
    -- Never before the item's last move: a clock set back must not turn its history round.
    SET NEW.queue_id = v_queue_id, NEW.moved_at = GREATEST(UTC_TIMESTAMP(6), OLD.moved_at);
  END IF;
END
