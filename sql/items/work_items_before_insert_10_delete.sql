-- Instant and person of a soft delete are those of the statement, whatever it says. An item can be logged as deleted.
CREATE TRIGGER work_items_before_insert_10_delete BEFORE INSERT ON work_items FOR EACH ROW
  SET NEW.deleted_at = IF(NEW.deleted_at IS NULL, NULL, clock_utc()),
      NEW.deleted_by = IF(NEW.deleted_at IS NULL, NULL, current_actor())
