CREATE TRIGGER wip_limits_after_insert AFTER INSERT ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_has_transitions BOOLEAN;

  SELECT COUNT(*) > 0 INTO v_has_transitions FROM transitions WHERE value_stream = NEW.value_stream;
  INSERT INTO queue_state (queue_id, value_stream, queue_name, wip_limit, is_limit_enforced, position, kind,
    has_transitions, rules_enforced)
  VALUES (NEW.id, NEW.value_stream, NEW.queue_name, NEW.wip_limit, is_switched_on('enforce_wip_limits', NEW.value_stream),
          NEW.position, NEW.kind, v_has_transitions, rules_enforced(NEW.value_stream));
  INSERT INTO flow_counts (queue_id, interval_start) VALUES (NEW.id, '1970-01-01 00:00:00');
END
