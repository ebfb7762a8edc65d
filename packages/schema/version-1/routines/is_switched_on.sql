-- The value of a switch for a stream: its own row, else the global one, else on.
CREATE FUNCTION is_switched_on(p_name VARCHAR(64), p_value_stream VARCHAR(64)) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
  RETURN COALESCE(
    (SELECT value = 'on' FROM settings WHERE name = p_name AND value_stream = p_value_stream),
    (SELECT value = 'on' FROM settings WHERE name = p_name AND value_stream = ''),
    TRUE)
