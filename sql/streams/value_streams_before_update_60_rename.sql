-- Locks the items and cards of the stream before its queues and counters, in the order of every mover.
CREATE TRIGGER value_streams_before_update_60_rename BEFORE UPDATE ON value_streams FOR EACH ROW
BEGIN
  DECLARE v_taken, v_locked INT;

  IF NOT (CAST(NEW.name AS BINARY) <=> CAST(OLD.name AS BINARY)) THEN
    IF OLD.name = 'main' THEN
      CALL refuse(9107, 'IDENTITY_FIXED', 'main keeps its name: what names no stream goes there; add another stream');
    END IF;
    SELECT COUNT(*) INTO v_taken FROM value_streams WHERE name = NEW.name AND id <> OLD.id LOCK IN SHARE MODE;
    IF v_taken > 0 THEN
      CALL refuse(9127, 'NAME_TAKEN', CONCAT('there is a value stream ', QUOTE(NEW.name), '; rename or remove that first'));
    END IF;
    SELECT COUNT(*) INTO v_locked FROM work_items WHERE value_stream = OLD.name FOR UPDATE;
    SELECT COUNT(*) INTO v_locked FROM queues WHERE value_stream = OLD.name FOR UPDATE;
  END IF;
END
