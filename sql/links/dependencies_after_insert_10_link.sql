CREATE TRIGGER dependencies_after_insert_10_link AFTER INSERT ON dependencies FOR EACH ROW
  CALL add_dependency(NEW.item_id, NEW.depends_on_id)
