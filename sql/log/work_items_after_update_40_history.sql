-- A row of field_history for each field that changed. Texts are compared byte by byte: the collation of the table takes a
-- text with a blank behind it for the same.
CREATE TRIGGER work_items_after_update_40_history AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  IF NOT (CAST(NEW.assignee AS BINARY) <=> CAST(OLD.assignee AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'assignee', OLD.assignee, NEW.assignee);
  END IF;
  IF NEW.priority <> OLD.priority THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'priority', OLD.priority, NEW.priority);
  END IF;
  IF NOT (NEW.date_due <=> OLD.date_due) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'date_due', OLD.date_due, NEW.date_due);
  END IF;
  IF NOT (CAST(NEW.description AS BINARY) <=> CAST(OLD.description AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'description', OLD.description, NEW.description);
  END IF;
  IF NOT (CAST(NEW.short_desc AS BINARY) <=> CAST(OLD.short_desc AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'short_desc', OLD.short_desc, NEW.short_desc);
  END IF;
  IF NOT (CAST(NEW.class_of_service AS BINARY) <=> CAST(OLD.class_of_service AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'class_of_service',
      OLD.class_of_service, NEW.class_of_service);
  END IF;
  IF NOT (CAST(NEW.type AS BINARY) <=> CAST(OLD.type AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'type', OLD.type, NEW.type);
  END IF;
  IF NOT (CAST(NEW.blocked_reason AS BINARY) <=> CAST(OLD.blocked_reason AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'blocked', OLD.blocked_reason, NEW.blocked_reason);
  END IF;
  IF NOT (CAST(NEW.parent AS BINARY) <=> CAST(OLD.parent AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'parent', OLD.parent, NEW.parent);
  END IF;
  IF NOT (CAST(NEW.defect_of AS BINARY) <=> CAST(OLD.defect_of AS BINARY)) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'defect_of', OLD.defect_of, NEW.defect_of);
  END IF;
  IF NOT (NEW.deleted_at <=> OLD.deleted_at) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'deleted_at', OLD.deleted_at, NEW.deleted_at);
  END IF;
  IF NOT (NEW.dependency <=> OLD.dependency) THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'dependency', OLD.dependency, NEW.dependency);
  END IF;
  IF NEW.date_logged <> OLD.date_logged THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'date_logged', OLD.date_logged, NEW.date_logged);
  END IF;
  IF NEW.value_stream <> OLD.value_stream THEN
    CALL write_field_change(NEW.value_stream, NEW.id, NEW.reference, 'value_stream', OLD.value_stream, NEW.value_stream);
  END IF;
END
