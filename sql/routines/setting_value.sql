-- The value of a setting for a stream: its own row, else the global one, else the default, which is written here and nowhere else.
CREATE FUNCTION setting_value(p_name VARCHAR(64), p_value_stream VARCHAR(64)) RETURNS VARCHAR(255)
  READS SQL DATA SQL SECURITY DEFINER
  RETURN COALESCE(
    (SELECT value FROM settings WHERE name = p_name AND value_stream = p_value_stream),
    (SELECT value FROM settings WHERE name = p_name AND value_stream = ''),
    CASE p_name
      WHEN 'enforce_wip_limits' THEN 'on'
      WHEN 'enforce_person_limits' THEN 'on'
      WHEN 'enforce_transitions' THEN 'on'
      WHEN 'enforce_blocks' THEN 'off'
      WHEN 'enforce_dependencies' THEN 'off'
      WHEN 'stale_backlog_days' THEN '90'
      WHEN 'complete_after_days' THEN '30'
      WHEN 'sla_at_risk_percent' THEN '80'
    END)
