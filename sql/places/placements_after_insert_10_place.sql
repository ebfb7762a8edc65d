CREATE TRIGGER placements_after_insert_10_place AFTER INSERT ON placements FOR EACH ROW
  CALL place_card(NEW.reference, NEW.side, NEW.other, NEW.queue_id)
