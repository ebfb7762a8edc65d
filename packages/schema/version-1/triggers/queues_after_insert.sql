CREATE TRIGGER queues_after_insert AFTER INSERT ON queues FOR EACH ROW
BEGIN
  DECLARE v_is_bulk BOOLEAN;

  SELECT COUNT(*) INTO v_is_bulk FROM bulk_sessions WHERE connection_id = CONNECTION_ID();
  IF NOT v_is_bulk THEN
    CALL count_move(NEW.item_id, NEW.reference, NULL, NEW.queue_id);
    CALL write_audit_row(NEW.moved_at, NEW.reference, NEW.value_stream, NEW.item_id, NULL, NULL, NEW.queue_name, NEW.queue_id);
  END IF;
END
