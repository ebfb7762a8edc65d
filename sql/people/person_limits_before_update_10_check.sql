CREATE TRIGGER person_limits_before_update_10_check BEFORE UPDATE ON person_limits FOR EACH ROW
BEGIN
  IF NOT (NEW.value_stream <=> OLD.value_stream AND NEW.assignee <=> OLD.assignee) THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'a limit stays with its person and stream; delete it and insert another');
  END IF;
  CALL check_person_limit(NEW.value_stream, NEW.wip_limit);
END
