-- Kind and position decide how history is read. A queue with history changes them only in bulk work, whose end rebuilds the
-- projections. The check for history holds the lock of the counter, because a first card may be entering now.
CREATE TRIGGER wip_limits_before_update_10_check BEFORE UPDATE ON wip_limits FOR EACH ROW
BEGIN
  DECLARE v_locked INT;
  DECLARE v_last DATETIME;

  CALL check_wip_limit(NEW.wip_limit);
  -- If the old stream name no longer exists, the whole stream was renamed (value_streams_after_update_70_rename).
  IF NEW.id <> OLD.id
     OR (NEW.value_stream <> OLD.value_stream AND EXISTS (SELECT 1 FROM value_streams WHERE name = OLD.value_stream)) THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'a queue stays in its stream; insert another one there');
  END IF;
  IF NOT (NEW.kind <=> OLD.kind) OR NOT (NEW.position <=> OLD.position) THEN
    SELECT COUNT(*) INTO v_locked FROM queue_state WHERE queue_id = OLD.id FOR UPDATE;
    SELECT MAX(interval_start) INTO v_last FROM flow_counts WHERE queue_id = OLD.id LOCK IN SHARE MODE;
  END IF;
  IF v_last > '1970-01-01 00:00:00' THEN
    IF @kanban_bulk IS NULL OR NOT is_bulk() THEN
      CALL refuse(9106, 'QUEUE_HAS_HISTORY', CONCAT(OLD.queue_name,
        ' has history: change its kind or position between begin_bulk() and end_bulk()'));
    END IF;
    CALL note_bulk_change(0, '', OLD.value_stream, NULL);
  END IF;
END
