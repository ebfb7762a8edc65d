-- Whatever is not a plain move (other columns, bulk work) is in the first branch: one comparison finds that out.
CREATE TRIGGER queues_before_update_10_check BEFORE UPDATE ON queues FOR EACH ROW
BEGIN
  DECLARE v_queue_id INT UNSIGNED;
  DECLARE v_queue VARCHAR(64);
  DECLARE v_given_at DATETIME(6);
  DECLARE v_way VARCHAR(8);

  IF @kanban_bulk IS NOT NULL OR OLD.bulk_session IS NOT NULL OR NOT (
    (NEW.id, NEW.reference, LENGTH(NEW.reference), NEW.item_id, NEW.value_stream, NEW.queue_id, NEW.moved_at, NEW.bulk_session,
     NEW.created_at, NEW.created_by, NEW.updated_at, NEW.updated_by) <=>
    (OLD.id, OLD.reference, LENGTH(OLD.reference), OLD.item_id, OLD.value_stream, OLD.queue_id, OLD.moved_at, OLD.bulk_session,
     OLD.created_at, OLD.created_by, OLD.updated_at, OLD.updated_by))
  THEN
    IF NEW.reference <> OLD.reference OR LENGTH(NEW.reference) <> LENGTH(OLD.reference) THEN
      CALL refuse(9107, 'IDENTITY_FIXED', 'a row of queues stays with its item; delete it and insert another');
    END IF;
    IF NEW.id <> OLD.id THEN
      CALL check_id(NULL);
    END IF;
    IF OLD.bulk_session IS NOT NULL OR @kanban_bulk IS NOT NULL THEN
      CALL check_bulk_card(OLD.bulk_session, OLD.reference, v_way);
    END IF;
    SET v_given_at = NEW.moved_at;
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
    -- Never before the item's last move: a clock that was set back must not reverse its history.
    -- The stored spelling of the name, because the collation ignores trailing blanks.
    SET NEW.queue_name = v_queue, NEW.queue_id = v_queue_id, NEW.updated_at = clock_utc(),
        NEW.moved_at = GREATEST(NEW.updated_at, OLD.moved_at), NEW.updated_by = LEFT(COALESCE(NULLIF(CONCAT(@kanban_actor), ''), USER()), 288);
  ELSE
    SET NEW.queue_name = OLD.queue_name;
  END IF;

  IF v_way IN ('finish', 'skip') THEN
    IF v_way = 'finish' OR NOT (v_given_at <=> OLD.moved_at) THEN
      SET NEW.moved_at = COALESCE(v_given_at, NEW.moved_at);
      IF v_way = 'skip' THEN
        CALL check_past('moved_at', CAST(NEW.moved_at AS CHAR));
      END IF;
    END IF;
    IF v_way = 'skip' AND (NEW.queue_id <> OLD.queue_id OR NEW.moved_at <> OLD.moved_at) THEN
      SET NEW.bulk_session = @kanban_bulk, NEW.updated_by = IF(NEW.queue_id <> OLD.queue_id, current_actor(), NEW.updated_by);
    END IF;
  END IF;
END
