CREATE TRIGGER queues_after_update AFTER UPDATE ON queues FOR EACH ROW
BEGIN
  IF NEW.queue_id <> OLD.queue_id THEN
    CALL count_move(NEW.item_id, NEW.reference, OLD.queue_id, NEW.queue_id);
    CALL write_audit_row(NEW.moved_at, NEW.reference, NEW.value_stream, NEW.item_id,
      OLD.queue_name, OLD.queue_id, NEW.queue_name, NEW.queue_id);
  END IF;
END
