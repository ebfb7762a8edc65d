-- A batch changes when it ends, and later only in undone_at.
CREATE TRIGGER import_batches_before_update_10_refuse BEFORE UPDATE ON import_batches FOR EACH ROW
BEGIN
  IF OLD.recorded_at IS NOT NULL AND NOT (
    OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL
    AND (NEW.id, NEW.started_at, NEW.recorded_at, NEW.actor, NEW.login, NEW.origin, NEW.first_audit_id, NEW.last_audit_id, NEW.audit_rows) <=>
        (OLD.id, OLD.started_at, OLD.recorded_at, OLD.actor, OLD.login, OLD.origin, OLD.first_audit_id, OLD.last_audit_id, OLD.audit_rows)
    AND NOT EXISTS (SELECT 1 FROM audit_log a WHERE a.id > OLD.first_audit_id AND a.id <= OLD.last_audit_id AND a.batch_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM blocked_intervals i WHERE i.batch_id = OLD.id)) THEN
    CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'a row of import_batches never changes once its import has ended');
  END IF;
END
