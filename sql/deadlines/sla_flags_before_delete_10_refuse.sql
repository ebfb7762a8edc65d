CREATE TRIGGER sla_flags_before_delete_10_refuse BEFORE DELETE ON sla_flags FOR EACH ROW
  CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'sla_flags says what was said; its rows are never deleted')
