CREATE TRIGGER dependencies_after_delete_10_unlink AFTER DELETE ON dependencies FOR EACH ROW
  CALL remove_dependency(OLD.item_id, OLD.depends_on_id)
