-- What a deleted item was: a row of field_history for each field that has a value. Behind the checks of work_items_before_delete_10_cascade.
-- The items that wait for it lose that by the foreign key, which fires no trigger. Of one that is taken out of the log nothing is left.
CREATE TRIGGER work_items_before_delete_60_history BEFORE DELETE ON work_items FOR EACH ROW
deleting: BEGIN
  IF is_being_removed(OLD.id) THEN
    LEAVE deleting;
  END IF;
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'value_stream', OLD.value_stream);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'assignee', OLD.assignee);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'priority', OLD.priority);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'date_due', OLD.date_due);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'description', OLD.description);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'short_desc', OLD.short_desc);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'class_of_service', OLD.class_of_service);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'type', OLD.type);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'parent', OLD.parent);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'defect_of', OLD.defect_of);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'deleted_at', OLD.deleted_at);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'dependency', OLD.dependency);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'date_logged', OLD.date_logged);
  CALL write_last_value(OLD.value_stream, OLD.id, OLD.reference, 'blocked', OLD.blocked_reason);
  INSERT INTO field_history (occurred_at, value_stream_id, item_id, reference, field, old_value, actor, login, reason, source)
  SELECT clock_utc(), v.id, w.id, w.reference, 'dependency', w.dependency, current_actor(), current_login(),
    LEFT(NULLIF(CONCAT(@kanban_reason), ''), 255), current_source()
  FROM work_items w JOIN value_streams v ON v.name = w.value_stream WHERE w.dependency = OLD.reference AND w.id <> OLD.id;
END
