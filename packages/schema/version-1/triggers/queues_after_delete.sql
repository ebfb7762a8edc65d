CREATE TRIGGER queues_after_delete AFTER DELETE ON queues FOR EACH ROW
BEGIN
  CALL count_move(OLD.item_id, OLD.reference, OLD.queue_id, NULL);
  CALL write_audit_row(GREATEST(UTC_TIMESTAMP(6), OLD.moved_at), OLD.reference, OLD.value_stream, OLD.item_id,
    OLD.queue_name, OLD.queue_id, NULL, NULL);
END
