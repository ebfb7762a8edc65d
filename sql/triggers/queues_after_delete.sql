CREATE TRIGGER queues_after_delete AFTER DELETE ON queues FOR EACH ROW
  CALL record_move(GREATEST(UTC_TIMESTAMP(6), OLD.moved_at), OLD.value_stream, OLD.item_id, OLD.reference,
    OLD.queue_name, OLD.queue_id, NULL, NULL)
