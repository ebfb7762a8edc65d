CREATE TRIGGER queues_after_update AFTER UPDATE ON queues FOR EACH ROW
BEGIN
  IF NEW.bulk_session IS NOT NULL THEN
    CALL note_bulk_change(NEW.item_id, NEW.reference, NEW.value_stream, NULL);
  ELSEIF NEW.queue_id <> OLD.queue_id THEN
    CALL record_move(NEW.moved_at, NEW.value_stream, NEW.item_id, NEW.reference,
      OLD.queue_name, OLD.queue_id, NEW.queue_name, NEW.queue_id);
  END IF;
END
