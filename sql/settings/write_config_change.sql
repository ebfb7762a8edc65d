-- Writes one change of a setting, with who made it. Called by the generated triggers of config_history. Made now, unless bulk work
-- says since when a limit of the past was so (write_past_queue).
CREATE PROCEDURE write_config_change(IN p_table VARCHAR(64), IN p_change VARCHAR(8), IN p_key TEXT, IN p_old TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_since DATETIME(6);

  IF @kanban_bulk IS NOT NULL THEN
    SELECT MAX(settings_since) INTO v_since
    FROM bulk_sessions WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID() AND finished_by IS NULL;
  END IF;
  INSERT INTO config_history (recorded_at, table_name, change_kind, row_key, old_row, actor, login)
  VALUES (COALESCE(v_since, clock_utc()), p_table, p_change, p_key, p_old, current_actor(), current_login());
END
