-- If somebody deleted the row by hand, its cards would never be counted.
CREATE TRIGGER bulk_sessions_before_delete_10_keep BEFORE DELETE ON bulk_sessions FOR EACH ROW
BEGIN
  DECLARE v_has_changes BOOLEAN;

  IF NOT (OLD.finished_by <=> CONNECTION_ID()) THEN
    SELECT COUNT(*) > 0 INTO v_has_changes FROM bulk_changes WHERE session_id = OLD.id;
    IF v_has_changes OR EXISTS (SELECT 1 FROM queues WHERE bulk_session = OLD.id) THEN
      CALL refuse(9120, 'BULK_REFUSED', 'this bulk session has changes to make right; CALL end_bulk(), or housekeep() if it died');
    END IF;
  END IF;
END
