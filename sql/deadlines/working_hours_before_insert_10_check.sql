CREATE TRIGGER working_hours_before_insert_10_check BEFORE INSERT ON working_hours FOR EACH ROW
  CALL check_working_hours(NEW.weekday, NEW.starts, NEW.ends)
