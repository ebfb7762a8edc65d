-- Only stamps and looks up; the queue is checked again under its lock.
CREATE TRIGGER placements_before_insert_10_stamp BEFORE INSERT ON placements FOR EACH ROW
BEGIN
  DECLARE v_queue_id INT UNSIGNED;

  SELECT MAX(p.queue_id) INTO v_queue_id
  FROM work_items w JOIN queue_places p ON p.item_id = w.id WHERE w.reference = NEW.reference;
  SET NEW.queue_id = v_queue_id, NEW.occurred_at = clock_utc(),
      NEW.actor = current_actor(), NEW.login = current_login();
END
