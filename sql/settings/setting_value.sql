-- The value of a setting for a stream: its own row, else the global row, else the default.
CREATE FUNCTION setting_value(p_name VARCHAR(64), p_value_stream VARCHAR(64)) RETURNS VARCHAR(255)
  READS SQL DATA SQL SECURITY DEFINER
  RETURN COALESCE(
    (SELECT value FROM settings WHERE name = p_name AND value_stream = p_value_stream),
    (SELECT value FROM settings WHERE name = p_name AND value_stream = ''),
    setting_default(p_name))
