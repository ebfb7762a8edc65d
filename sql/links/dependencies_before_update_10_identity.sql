-- The two ends of a link cannot change. (A new reference for an item without history comes by the foreign key, which fires no
-- trigger.)
CREATE TRIGGER dependencies_before_update_10_identity BEFORE UPDATE ON dependencies FOR EACH ROW
BEGIN
  IF NEW.reference <> OLD.reference OR NEW.depends_on <> OLD.depends_on THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'a link stays between its two items; delete it and insert another');
  END IF;
  SET NEW.item_id = OLD.item_id, NEW.depends_on_id = OLD.depends_on_id;
END
