CREATE TRIGGER settings_after_delete_10_apply AFTER DELETE ON settings FOR EACH ROW
  CALL apply_settings()
