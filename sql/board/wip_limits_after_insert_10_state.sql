-- First inserts the row, then copies workflow and settings into it by locking reads. A connection that changes those either waits
-- for this row or came before and is seen.
CREATE TRIGGER wip_limits_after_insert_10_state AFTER INSERT ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_has_transitions BOOLEAN;

  INSERT INTO queue_state (queue_id, value_stream, queue_name, wip_limit, position, kind)
  VALUES (NEW.id, NEW.value_stream, NEW.queue_name, NEW.wip_limit, NEW.position, NEW.kind);
  SELECT COUNT(*) > 0 INTO v_has_transitions FROM transitions WHERE value_stream = NEW.value_stream LOCK IN SHARE MODE;
  UPDATE queue_state
  SET is_limit_enforced = is_switched_on('enforce_wip_limits', NEW.value_stream), has_transitions = v_has_transitions,
      rules_enforced = rules_enforced(NEW.value_stream)
  WHERE queue_id = NEW.id;
  INSERT INTO flow_counts (queue_id, interval_start) VALUES (NEW.id, '1970-01-01 00:00:00');
END
