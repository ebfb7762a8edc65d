-- A card of bulk work is recorded at its end, or was by the log that the session wrote: queues_before_insert, which runs just before for
-- the same row, says so in @kanban_is_logged, whatever that was.
CREATE TRIGGER queues_after_insert_10_move AFTER INSERT ON queues FOR EACH ROW
BEGIN
  IF NEW.bulk_session IS NULL AND @kanban_is_logged IS NULL THEN
    CALL record_move(NEW.moved_at, NEW.value_stream, NEW.item_id, NEW.reference, NULL, NULL, NEW.queue_name, NEW.queue_id);
  END IF;
END
