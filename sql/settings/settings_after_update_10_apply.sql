CREATE TRIGGER settings_after_update_10_apply AFTER UPDATE ON settings FOR EACH ROW
  CALL apply_settings()
