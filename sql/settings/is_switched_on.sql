-- Whether a rule refuses in a stream or only observes, for the copies next to the counters. A locking read under the lock of the
-- row with the copy: a connection that changes a setting writes it first and then waits for that row, so no copy is old or misses
-- a change.
CREATE FUNCTION is_switched_on(p_name VARCHAR(64), p_value_stream VARCHAR(64)) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_own, v_global VARCHAR(255);

  SELECT MAX(IF(value_stream = p_value_stream, value, NULL)), MAX(IF(value_stream = '', value, NULL)) INTO v_own, v_global
  FROM settings WHERE name = p_name AND value_stream IN ('', p_value_stream) LIMIT 1 LOCK IN SHARE MODE;
  RETURN COALESCE(v_own, v_global, setting_default(p_name)) = 'on';
END
