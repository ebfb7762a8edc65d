-- work_items.dependency is one of the links: deletes the old one, and inserts the new one unless it exists.
CREATE TRIGGER work_items_after_update_50_links AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  IF NOT (NEW.dependency <=> OLD.dependency) THEN
    DELETE FROM dependencies WHERE reference = NEW.reference AND depends_on = OLD.dependency;
    IF NEW.dependency IS NOT NULL THEN
      INSERT INTO dependencies (reference, depends_on) VALUES (NEW.reference, NEW.dependency)
      ON DUPLICATE KEY UPDATE depends_on = NEW.dependency;
    END IF;
  END IF;
  IF NOT (NEW.parent <=> OLD.parent) THEN
    CALL set_parent(NEW.id, NEW.parent);
  END IF;
END
