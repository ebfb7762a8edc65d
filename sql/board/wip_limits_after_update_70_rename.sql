-- Renames what no foreign key renames; wip_limits_after_update_10_state renames in queue_state. A subscription to the queue name
-- in every stream changes too, unless another stream has a queue of the old name.
CREATE TRIGGER wip_limits_after_update_70_rename AFTER UPDATE ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_others INT;

  IF NOT (CAST(NEW.queue_name AS BINARY) <=> CAST(OLD.queue_name AS BINARY)) THEN
    UPDATE transitions SET from_queue = NEW.queue_name WHERE value_stream = NEW.value_stream AND from_queue = OLD.queue_name;
    UPDATE transitions SET to_queue = NEW.queue_name WHERE value_stream = NEW.value_stream AND to_queue = OLD.queue_name;
    SELECT COUNT(*) INTO v_others FROM wip_limits WHERE queue_name = OLD.queue_name AND id <> OLD.id LOCK IN SHARE MODE;
    UPDATE subscriptions SET queue_name = NEW.queue_name
    WHERE queue_name = OLD.queue_name AND (value_stream = NEW.value_stream OR (value_stream IS NULL AND v_others = 0));
    CALL rename_in_events('queue_name', OLD.queue_name, NEW.queue_name, NEW.value_stream);
    CALL rename_in_events('waiting_in', OLD.queue_name, NEW.queue_name, NEW.value_stream);
  END IF;
END
