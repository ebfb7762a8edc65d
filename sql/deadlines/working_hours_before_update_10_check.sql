CREATE TRIGGER working_hours_before_update_10_check BEFORE UPDATE ON working_hours FOR EACH ROW
  CALL check_working_hours(NEW.weekday, NEW.starts, NEW.ends)
