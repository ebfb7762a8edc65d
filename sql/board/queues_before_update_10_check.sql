CREATE TRIGGER queues_before_update_10_check BEFORE UPDATE ON queues FOR EACH ROW
BEGIN
  DECLARE v_queue_id INT UNSIGNED;
  DECLARE v_queue VARCHAR(64);
  DECLARE v_now DATETIME(6);
  DECLARE v_given_at DATETIME(6) DEFAULT NEW.moved_at;
  DECLARE v_way VARCHAR(8);

  IF NEW.reference <> OLD.reference OR LENGTH(NEW.reference) <> LENGTH(OLD.reference) THEN
    CALL refuse(9107, 'IDENTITY_FIXED', 'a row of queues stays with its item; delete it and insert another');
  END IF;
  IF NEW.id <> OLD.id THEN
    CALL check_id(NULL);
  END IF;
  IF OLD.bulk_session IS NOT NULL OR @kanban_bulk IS NOT NULL THEN
    CALL check_bulk_card(OLD.bulk_session, OLD.reference, v_way);
  END IF;
  -- These columns rarely change: one comparison instead of one assignment each.
  IF v_way = 'finish' OR NOT (
    (NEW.item_id, NEW.value_stream, NEW.queue_id, NEW.moved_at, NEW.bulk_session, NEW.created_at, NEW.created_by, NEW.updated_at, NEW.updated_by) <=>
    (OLD.item_id, OLD.value_stream, OLD.queue_id, OLD.moved_at, OLD.bulk_session, OLD.created_at, OLD.created_by, OLD.updated_at, OLD.updated_by))
  THEN
    SET NEW.item_id = OLD.item_id, NEW.value_stream = OLD.value_stream, NEW.queue_id = OLD.queue_id, NEW.moved_at = OLD.moved_at,
        NEW.bulk_session = IF(v_way = 'finish', NULL, OLD.bulk_session),
        NEW.created_at = OLD.created_at, NEW.created_by = OLD.created_by, NEW.updated_at = OLD.updated_at, NEW.updated_by = OLD.updated_by;
  END IF;

  IF NEW.queue_name IS NULL OR NEW.queue_name <> OLD.queue_name THEN
    SELECT MAX(id), MAX(queue_name) INTO v_queue_id, v_queue
    FROM wip_limits WHERE value_stream = OLD.value_stream AND queue_name = NEW.queue_name LOCK IN SHARE MODE;
    IF v_queue_id IS NULL THEN
      CALL refuse_unknown_queue(OLD.value_stream, NEW.queue_name);
    END IF;
    SET v_now = clock_utc();
    -- Never before the item's last move: a clock that was set back must not reverse its history.
    -- The stored spelling of the name, because the collation ignores trailing blanks.
    SET NEW.queue_name = v_queue, NEW.queue_id = v_queue_id, NEW.moved_at = GREATEST(v_now, OLD.moved_at),
        NEW.updated_at = v_now, NEW.updated_by = LEFT(COALESCE(NULLIF(CONCAT(@kanban_actor), ''), USER()), 288);
  ELSE
    SET NEW.queue_name = OLD.queue_name;
  END IF;

  IF v_way = 'finish' OR (v_way = 'skip' AND NOT (v_given_at <=> OLD.moved_at)) THEN
    SET NEW.moved_at = COALESCE(v_given_at, NEW.moved_at);
    IF v_way = 'skip' THEN
      CALL check_past('moved_at', CAST(NEW.moved_at AS CHAR));
    END IF;
  END IF;
  IF v_way = 'skip' AND (NEW.queue_id <> OLD.queue_id OR NEW.moved_at <> OLD.moved_at) THEN
    SET NEW.bulk_session = @kanban_bulk, NEW.updated_by = IF(NEW.queue_id <> OLD.queue_id, current_actor(), NEW.updated_by);
  END IF;
END
