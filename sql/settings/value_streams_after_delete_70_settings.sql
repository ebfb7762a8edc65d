-- Last, because the triggers of person_limits count people again.
CREATE TRIGGER value_streams_after_delete_70_settings AFTER DELETE ON value_streams FOR EACH ROW
BEGIN
  DELETE FROM settings WHERE value_stream = OLD.name;
  DELETE FROM person_wip WHERE value_stream_id = OLD.id;
  DELETE FROM stream_changes WHERE value_stream_id = OLD.id;
END
