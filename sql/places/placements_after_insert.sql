CREATE TRIGGER placements_after_insert AFTER INSERT ON placements FOR EACH ROW
  CALL place_card(NEW.reference, NEW.side, NEW.other, NEW.queue_id)
