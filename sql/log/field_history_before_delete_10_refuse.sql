CREATE TRIGGER field_history_before_delete_10_refuse BEFORE DELETE ON field_history FOR EACH ROW
  CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'field_history takes new rows only; its rows are never changed or deleted')
