-- A card of bulk work is recorded at its end, or was by the log that the session wrote.
CREATE TRIGGER queues_after_insert AFTER INSERT ON queues FOR EACH ROW
BEGIN
  IF NEW.bulk_session IS NULL AND (@kanban_bulk IS NULL OR NOT is_bulk()) THEN
    CALL record_move(NEW.moved_at, NEW.value_stream, NEW.item_id, NEW.reference, NULL, NULL, NEW.queue_name, NEW.queue_id);
  END IF;
END
