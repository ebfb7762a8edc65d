-- Whether a rule that can refuse does so in a stream, or only observes.
CREATE FUNCTION is_switched_on(p_name VARCHAR(64), p_value_stream VARCHAR(64)) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
  RETURN setting_value(p_name, p_value_stream) = 'on'
