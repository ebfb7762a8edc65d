CREATE TRIGGER dependencies_after_insert_60_history AFTER INSERT ON dependencies FOR EACH ROW
  CALL write_dependency_change(NEW.item_id, NEW.reference, NULL, NEW.depends_on)
