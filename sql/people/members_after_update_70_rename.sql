CREATE TRIGGER members_after_update_70_rename AFTER UPDATE ON members FOR EACH ROW
BEGIN
  IF NEW.name <> OLD.name THEN
    CALL rename_person(OLD.name, NEW.name);
  END IF;
END
