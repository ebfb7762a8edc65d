-- Renames what no foreign key to value_streams renames. Cards follow their queues by a foreign key, queue_state by a trigger.
-- Existing settings of the new name belong to a deleted stream.
CREATE TRIGGER value_streams_after_update_70_rename AFTER UPDATE ON value_streams FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.name AS BINARY) <=> CAST(OLD.name AS BINARY)) THEN
    UPDATE wip_limits SET value_stream = NEW.name WHERE value_stream = OLD.name ORDER BY id;
    IF NEW.name <> OLD.name THEN
      DELETE FROM settings WHERE value_stream = NEW.name;
    END IF;
    UPDATE settings SET value_stream = NEW.name WHERE value_stream = OLD.name;
    CALL rename_in_events('value_stream', OLD.name, NEW.name, NULL);
  END IF;
END
