-- The only place for the defaults of settings. NULL: no such setting, or no default.
CREATE FUNCTION setting_default(p_name VARCHAR(64)) RETURNS VARCHAR(255)
  DETERMINISTIC NO SQL SQL SECURITY DEFINER
  RETURN CASE p_name
    WHEN 'enforce_wip_limits' THEN 'on'
    WHEN 'enforce_person_limits' THEN 'on'
    WHEN 'enforce_transitions' THEN 'on'
    WHEN 'enforce_blocks' THEN 'off'
    WHEN 'enforce_dependencies' THEN 'off'
    WHEN 'enforce_actors' THEN 'off'
    WHEN 'mail_domains' THEN '*'
    WHEN 'stale_backlog_days' THEN '90'
    WHEN 'complete_after_days' THEN '30'
    WHEN 'sla_at_risk_percent' THEN '80'
    WHEN 'ageing_percentile' THEN '85'
    WHEN 'sle_days' THEN 'off'
    WHEN 'keep_settled_days' THEN '90'
    WHEN 'report_weekday' THEN 'monday'
    WHEN 'report_time' THEN '07:00'
    WHEN 'storm_window_seconds' THEN '60'
    WHEN 'max_per_recipient_per_hour' THEN 'off'
    WHEN 'max_per_minute' THEN 'off'
  END
