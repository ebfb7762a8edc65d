CREATE TRIGGER bulk_sessions_before_insert_10_stamp BEFORE INSERT ON bulk_sessions FOR EACH ROW
BEGIN
  DECLARE v_last_id, v_batch_id BIGINT UNSIGNED;

  SELECT MAX(id) INTO v_last_id FROM audit_log;
  SET NEW.node = CONCAT(@@hostname, ':', @@port), NEW.started_at = clock_utc(), NEW.started_by = current_actor(),
      NEW.reason = LEFT(NULLIF(CONCAT(@kanban_reason), ''), 255), NEW.first_audit_id = COALESCE(v_last_id, 0), NEW.finished_by = NULL;
  CALL begin_batch(NEW.started_by, NEW.reason, NEW.first_audit_id, v_batch_id);
  SET NEW.batch_id = v_batch_id;
END
