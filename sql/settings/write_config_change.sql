-- Writes one change of a setting, with who made it. Called by the generated triggers of config_history.
CREATE PROCEDURE write_config_change(IN p_table VARCHAR(64), IN p_change VARCHAR(8), IN p_key TEXT, IN p_old TEXT)
  SQL SECURITY DEFINER
  INSERT INTO config_history (recorded_at, table_name, change_kind, row_key, old_row, actor, login)
  VALUES (clock_utc(), p_table, p_change, p_key, p_old, current_actor(), current_login())
