CREATE TRIGGER person_limits_before_insert_10_check BEFORE INSERT ON person_limits FOR EACH ROW
  CALL check_person_limit(NEW.value_stream, NEW.wip_limit)
