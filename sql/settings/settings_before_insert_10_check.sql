CREATE TRIGGER settings_before_insert_10_check BEFORE INSERT ON settings FOR EACH ROW
  CALL check_setting(NEW.name, NEW.value_stream, NEW.value)
