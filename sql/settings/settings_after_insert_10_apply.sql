CREATE TRIGGER settings_after_insert_10_apply AFTER INSERT ON settings FOR EACH ROW
  CALL apply_settings()
