-- Only the batch of a bulk session that wrote nothing can be deleted (end_batch).
CREATE TRIGGER import_batches_before_delete_10_refuse BEFORE DELETE ON import_batches FOR EACH ROW
BEGIN
  IF OLD.recorded_at IS NOT NULL OR EXISTS (SELECT 1 FROM audit_log WHERE id > OLD.first_audit_id AND batch_id = OLD.id)
    OR EXISTS (SELECT 1 FROM blocked_intervals WHERE batch_id = OLD.id) THEN
    CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'a row of import_batches is never deleted: rows of audit_log name it');
  END IF;
END
