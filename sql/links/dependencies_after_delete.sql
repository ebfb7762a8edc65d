CREATE TRIGGER dependencies_after_delete AFTER DELETE ON dependencies FOR EACH ROW
  CALL remove_dependency(OLD.item_id, OLD.depends_on_id)
