CREATE TRIGGER audit_log_before_update_refuse BEFORE UPDATE ON audit_log FOR EACH ROW
  CALL refuse(9104, 'AUDIT_APPEND_ONLY', 'audit_log takes new rows only; its rows are never changed or deleted')
