-- Kind and position decide how history is read. Once a queue has history they change only together with a rebuild of the
-- projections, which is what the end of a bulk session does.
CREATE TRIGGER wip_limits_before_update BEFORE UPDATE ON wip_limits FOR EACH ROW
BEGIN
  CALL check_wip_limit(NEW.wip_limit);
  IF NEW.id <> OLD.id OR NEW.value_stream <> OLD.value_stream THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'a queue stays in its stream; insert another one there');
  END IF;
  IF (NOT (NEW.kind <=> OLD.kind) OR NOT (NEW.position <=> OLD.position))
     AND EXISTS (SELECT 1 FROM flow_counts WHERE queue_id = OLD.id AND interval_start > '1970-01-01 00:00:00') THEN
    IF @kanban_bulk IS NULL OR NOT is_bulk() THEN
      CALL refuse(9106, 'QUEUE_HAS_HISTORY', CONCAT(OLD.queue_name,
        ' has history: change its kind or position between begin_bulk() and end_bulk()'));
    END IF;
    CALL note_bulk_change(0, '', OLD.value_stream, NULL);
  END IF;
END
