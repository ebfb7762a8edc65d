-- Kind and position decide how history is read. Once a queue has history they change only together with a rebuild of the
-- projections, in one transaction of a bulk session.
CREATE TRIGGER wip_limits_before_update BEFORE UPDATE ON wip_limits FOR EACH ROW
BEGIN
  IF NEW.id <> OLD.id OR NEW.value_stream <> OLD.value_stream THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'a queue stays in its stream; insert another one there');
  END IF;
  IF (NOT (NEW.kind <=> OLD.kind) OR NOT (NEW.position <=> OLD.position))
     AND EXISTS (SELECT 1 FROM flow_counts WHERE queue_id = OLD.id AND interval_start > '1970-01-01 00:00:00')
     AND NOT EXISTS (SELECT 1 FROM bulk_sessions WHERE connection_id = CONNECTION_ID()) THEN
    CALL refuse(9106, 'QUEUE_HAS_HISTORY', CONCAT(OLD.queue_name,
      ' has history: changing its kind or position needs a rebuild'));
  END IF;
END
