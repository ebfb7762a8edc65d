CREATE TRIGGER wip_limits_before_update_60_rename BEFORE UPDATE ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_taken INT;

  IF NOT (CAST(NEW.queue_name AS BINARY) <=> CAST(OLD.queue_name AS BINARY)) THEN
    SELECT COUNT(*) INTO v_taken
    FROM wip_limits WHERE value_stream = OLD.value_stream AND queue_name = NEW.queue_name AND id <> OLD.id LOCK IN SHARE MODE;
    IF v_taken > 0 THEN
      CALL refuse(9127, 'NAME_TAKEN', CONCAT(LEFT(OLD.value_stream, 32), ' has a queue ', QUOTE(NEW.queue_name)));
    END IF;
  END IF;
END
