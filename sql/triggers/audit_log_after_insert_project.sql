-- Imported history is projected set-wise at the end of the import. Only logins that may write audit_log themselves can say 'import'.
CREATE TRIGGER audit_log_after_insert_project AFTER INSERT ON audit_log FOR EACH ROW
BEGIN
  IF NEW.source <> 'import' AND (@kanban_bulk IS NULL OR NOT is_bulk()) THEN
    CALL project_audit_row(NEW.id, NEW.occurred_at, NEW.item_id, NEW.reference, NEW.value_stream_id,
      NEW.to_queue_id, NEW.from_queue_id IS NULL);
  END IF;
END
