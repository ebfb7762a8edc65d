CREATE TRIGGER dependencies_after_delete_60_history AFTER DELETE ON dependencies FOR EACH ROW
  CALL write_dependency_change(OLD.item_id, OLD.reference, OLD.depends_on, NULL)
