CREATE TRIGGER working_hours_after_insert_70_overlap AFTER INSERT ON working_hours FOR EACH ROW
  CALL check_working_hours_overlap(NEW.value_stream, NEW.weekday, NEW.starts, NEW.ends)
