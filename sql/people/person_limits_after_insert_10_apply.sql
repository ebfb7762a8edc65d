CREATE TRIGGER person_limits_after_insert_10_apply AFTER INSERT ON person_limits FOR EACH ROW
  CALL apply_person_limit(NEW.value_stream, NEW.assignee, NEW.wip_limit)
