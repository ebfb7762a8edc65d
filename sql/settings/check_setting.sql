-- Refuses an unknown setting, value or stream. \z, because $ also matches before a final line break.
CREATE PROCEDURE check_setting(IN p_name VARCHAR(64), IN p_value_stream VARCHAR(64), IN p_value VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  CASE
    WHEN p_name LIKE 'enforce\_%' AND setting_default(p_name) IS NOT NULL THEN
      IF p_value NOT IN ('on', 'off') THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is on or off'));
      END IF;
    WHEN p_name IN ('stale_backlog_days', 'complete_after_days', 'sle_days') THEN
      IF p_value NOT REGEXP '^([1-9][0-9]{0,4}|off)\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a number of days from 1 to 99999, or off'));
      END IF;
    WHEN p_name = 'sla_at_risk_percent' THEN
      IF p_value NOT REGEXP '^([1-9][0-9]?|off)\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a percentage from 1 to 99, or off'));
      END IF;
    WHEN p_name = 'ageing_percentile' THEN
      IF p_value NOT REGEXP '^([1-9][0-9]?|off)\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a percentile from 1 to 99, or off'));
      END IF;
    WHEN p_name = 'storm_window_seconds' THEN
      IF p_value NOT REGEXP '^(0|[1-9][0-9]{0,3})\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a number of seconds from 1 to 9999, or 0 for off'));
      END IF;
    WHEN p_name IN ('max_per_recipient_per_hour', 'max_per_minute') THEN
      IF p_value NOT REGEXP '^([1-9][0-9]{0,5}|off)\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a number of messages from 1 to 999999, or off'));
      END IF;
    WHEN p_name = 'report_weekday' THEN
      IF p_value NOT IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'off') THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a day from monday to sunday, or off'));
      END IF;
    WHEN p_name = 'report_time' THEN
      IF p_value NOT REGEXP '^([01][0-9]|2[0-3]):[0-5][0-9]\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a time of the day from 00:00 to 23:59'));
      END IF;
    WHEN p_name = 'keep_settled_days' THEN
      IF p_value NOT REGEXP '^(0|[1-9][0-9]{0,4})\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is a number of days from 1 to 99999, or 0: for ever'));
      END IF;
    WHEN p_name = 'mail_domains' THEN
      IF p_value NOT REGEXP '^([*]|[a-z0-9-]+([.][a-z0-9-]+)+(,[a-z0-9-]+([.][a-z0-9-]+)+)*)?\\z' THEN
        CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' is domains like example.com,example.org, * for any, or empty'));
      END IF;
    WHEN p_name = 'default_recipient' THEN
      SET p_value = p_value;
    ELSE
      CALL refuse(9108, 'INVALID_SETTING', CONCAT('no setting ', QUOTE(p_name), '; kanban settings list shows all settings'));
  END CASE;
  IF p_value_stream <> '' AND is_for_all_streams(p_name) THEN
    CALL refuse(9108, 'INVALID_SETTING', CONCAT(p_name, ' can be set for all streams only'));
  END IF;
  IF p_value_stream <> '' AND NOT EXISTS (SELECT 1 FROM value_streams WHERE name = p_value_stream) THEN
    CALL refuse(9108, 'INVALID_SETTING', CONCAT('no value stream ', QUOTE(p_value_stream)));
  END IF;
END
