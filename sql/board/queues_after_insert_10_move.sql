CREATE TRIGGER queues_after_insert_10_move AFTER INSERT ON queues FOR EACH ROW
BEGIN
  IF NEW.bulk_session IS NULL THEN
    CALL record_move(NEW.moved_at, NEW.value_stream, NEW.item_id, NEW.reference, NULL, NULL, NEW.queue_name, NEW.queue_id);
  END IF;
END
