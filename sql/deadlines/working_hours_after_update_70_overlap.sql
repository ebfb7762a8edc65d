-- Checked row by row: to swap hours in one statement, delete and insert them instead.
CREATE TRIGGER working_hours_after_update_70_overlap AFTER UPDATE ON working_hours FOR EACH ROW
  CALL check_working_hours_overlap(NEW.value_stream, NEW.weekday, NEW.starts, NEW.ends)
