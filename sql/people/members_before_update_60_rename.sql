CREATE TRIGGER members_before_update_60_rename BEFORE UPDATE ON members FOR EACH ROW
BEGIN
  DECLARE v_taken INT;

  IF NOT (CAST(NEW.name AS BINARY) <=> CAST(OLD.name AS BINARY)) THEN
    SELECT COUNT(*) INTO v_taken FROM members WHERE name = NEW.name AND name <> OLD.name LOCK IN SHARE MODE;
    IF v_taken > 0 THEN
      CALL refuse(9127, 'NAME_TAKEN', CONCAT('there is a member ', QUOTE(LEFT(NEW.name, 64))));
    END IF;
  END IF;
END
