-- A softly deleted item leaves the board and a restored one returns. This writes to queues, so a statement that deletes or
-- restores cannot read queues (1442); other statements can.
CREATE TRIGGER work_items_after_update_30_delete AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  IF OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL THEN
    CALL take_off_board(NEW.id, NEW.reference);
  ELSEIF OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL THEN
    CALL put_back_on_board(NEW.id, NEW.reference);
  END IF;
END
