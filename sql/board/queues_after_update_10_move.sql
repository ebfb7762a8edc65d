CREATE TRIGGER queues_after_update_10_move AFTER UPDATE ON queues FOR EACH ROW
BEGIN
  IF NEW.queue_id <> OLD.queue_id AND NEW.bulk_session IS NULL THEN
    CALL record_move(NEW.moved_at, NEW.value_stream, NEW.item_id, NEW.reference,
      OLD.queue_name, OLD.queue_id, NEW.queue_name, NEW.queue_id);
  END IF;
END
