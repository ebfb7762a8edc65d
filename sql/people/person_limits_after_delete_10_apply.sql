CREATE TRIGGER person_limits_after_delete_10_apply AFTER DELETE ON person_limits FOR EACH ROW
  CALL apply_person_limit(OLD.value_stream, OLD.assignee, NULL)
