CREATE TRIGGER age_flags_before_update_10_refuse BEFORE UPDATE ON age_flags FOR EACH ROW
  CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'age_flags says what was said; its rows never change')
