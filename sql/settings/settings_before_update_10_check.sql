CREATE TRIGGER settings_before_update_10_check BEFORE UPDATE ON settings FOR EACH ROW
  CALL check_setting(NEW.name, NEW.value_stream, NEW.value)
