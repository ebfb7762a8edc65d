-- Marks the beginning of the history of a stream's settings, for streams older than the triggers; others begin with their insert.
-- Called by the migrator.
CREATE PROCEDURE begin_config_history()
  SQL SECURITY DEFINER
  INSERT INTO config_history (recorded_at, table_name, change_kind, row_key, actor, login)
  SELECT clock_utc(), 'value_streams', 'begin', JSON_OBJECT('id', v.id), current_login(), current_login()
  FROM value_streams v
  WHERE v.id NOT IN (SELECT CAST(JSON_VALUE(h.row_key, '$.id') AS UNSIGNED) FROM config_history h WHERE h.table_name = 'value_streams')
  ORDER BY v.id
