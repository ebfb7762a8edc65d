CREATE TRIGGER wip_limits_after_update_10_state AFTER UPDATE ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_wip INT;

  UPDATE queue_state
  SET queue_name = NEW.queue_name, value_stream = NEW.value_stream, wip_limit = NEW.wip_limit,
      position = NEW.position, kind = NEW.kind
  WHERE queue_id = NEW.id;

  IF NEW.wip_limit <> OLD.wip_limit AND NEW.wip_limit >= 0 THEN
    SELECT current_wip INTO v_wip FROM queue_state WHERE queue_id = NEW.id FOR UPDATE;
    IF v_wip > NEW.wip_limit THEN
      CALL write_queue_event('queue.overloaded', NEW.id, NULL);
    ELSEIF v_wip < NEW.wip_limit AND NEW.wip_limit > OLD.wip_limit AND OLD.wip_limit >= 0 THEN
      CALL write_queue_event('queue.slot_available', NEW.id, NULL);
    END IF;
  END IF;
END
