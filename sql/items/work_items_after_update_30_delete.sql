-- A softly deleted item leaves the board and a restored one comes back to it. These write to queues, so a statement that
-- deletes or restores cannot read queues itself (1442); one that does neither can.
CREATE TRIGGER work_items_after_update_30_delete AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  IF OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL THEN
    CALL take_off_board(NEW.id, NEW.reference);
  ELSEIF OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL THEN
    CALL put_back_on_board(NEW.id, NEW.reference);
  END IF;
END
