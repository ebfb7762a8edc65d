-- Allows one kind of DELETE: history that is taken out as a whole, once config_history has the evidence (remove_history).
CREATE TRIGGER audit_log_before_delete_10_refuse BEFORE DELETE ON audit_log FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM history_removals r
                 WHERE r.item_id = OLD.item_id AND r.connection_id = CONNECTION_ID() AND OLD.id >= r.from_audit_id
                   AND r.evidence_id IS NOT NULL) THEN
    CALL refuse(9104, 'AUDIT_APPEND_ONLY', 'audit_log takes new rows only; its rows are never changed or deleted');
  END IF;
END
