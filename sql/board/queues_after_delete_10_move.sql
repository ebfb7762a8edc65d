CREATE TRIGGER queues_after_delete_10_move AFTER DELETE ON queues FOR EACH ROW
BEGIN
  DECLARE v_now DATETIME(6) DEFAULT clock_utc();
  DECLARE v_way VARCHAR(8);

  IF OLD.bulk_session IS NOT NULL OR @kanban_bulk IS NOT NULL THEN
    CALL check_bulk_card(OLD.bulk_session, OLD.reference, v_way);
  END IF;
  IF v_way = 'skip' THEN
    CALL note_bulk_change(OLD.item_id, OLD.reference, OLD.value_stream, v_now);
  ELSE
    CALL record_move(v_now, OLD.value_stream, OLD.item_id, OLD.reference,
      OLD.queue_name, OLD.queue_id, NULL, NULL);
  END IF;
END
