CREATE TRIGGER bulk_sessions_after_insert_10_begin AFTER INSERT ON bulk_sessions FOR EACH ROW
BEGIN
  IF NEW.connection_id = CONNECTION_ID() THEN
    SET @kanban_bulk = NEW.id;
  END IF;
END
