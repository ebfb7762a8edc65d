CREATE TRIGGER budget_flags_after_insert_60_tell AFTER INSERT ON budget_flags FOR EACH ROW
BEGIN
  DECLARE v_stream VARCHAR(64);

  IF NOT NEW.is_silent THEN
    SELECT MAX(name) INTO v_stream FROM value_streams WHERE id = NEW.value_stream_id;
    INSERT INTO outbox_events (created_at, topic, payload) VALUES (
      clock_utc(), IF(NEW.alert = 'exhausted', 'sla.budget_exhausted', 'sla.budget_burning'), JSON_OBJECT(
        'value_stream', v_stream,
        'class_of_service', NULLIF(NEW.class_of_service, ''),
        'type', NULLIF(NEW.type, ''),
        'alert', NEW.alert,
        'burn_rate', NEW.burn_rate,
        'left_share', NEW.left_share,
        'misses', NEW.misses,
        'decided', NEW.decided,
        'objective', NEW.objective));
  END IF;
END
