CREATE TRIGGER budget_flags_before_delete_10_refuse BEFORE DELETE ON budget_flags FOR EACH ROW
  CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'budget_flags says what was said; its rows are never deleted')
