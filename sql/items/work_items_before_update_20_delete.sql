-- Instant and person of a soft delete are those of the deleting statement, whatever it or a later one says.
CREATE TRIGGER work_items_before_update_20_delete BEFORE UPDATE ON work_items FOR EACH ROW
BEGIN
  IF NEW.deleted_at IS NULL THEN
    SET NEW.deleted_by = NULL;
  ELSEIF OLD.deleted_at IS NULL THEN
    SET NEW.deleted_at = clock_utc(), NEW.deleted_by = current_actor();
  ELSE
    SET NEW.deleted_at = OLD.deleted_at, NEW.deleted_by = OLD.deleted_by;
  END IF;
END
