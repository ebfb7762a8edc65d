CREATE TRIGGER work_items_before_update_10_identity BEFORE UPDATE ON work_items FOR EACH ROW
BEGIN
  IF (NEW.id <> OLD.id OR NEW.reference <> OLD.reference OR NEW.value_stream <> OLD.value_stream)
     AND EXISTS (SELECT 1 FROM item_flow WHERE item_id = OLD.id) THEN
    CALL refuse(9107, 'IDENTITY_FIXED', CONCAT(OLD.reference, ' has history: its reference and stream stay'));
  END IF;
END
