-- Only looks up and fills in; the AFTER triggers count, because this one also fires for rows that INSERT IGNORE never inserts.
-- Item and queue by locking reads (not FOR UPDATE: INSERT … SELECT FROM work_items would fail, 1442). The rest by SELECT … INTO,
-- which locks nothing; a subquery in SET or IF takes shared locks.
CREATE TRIGGER queues_before_insert_10_look_up BEFORE INSERT ON queues FOR EACH ROW
BEGIN
  DECLARE v_now DATETIME(6) DEFAULT clock_utc();
  DECLARE v_item_id BIGINT UNSIGNED;
  DECLARE v_queue_id INT UNSIGNED;
  DECLARE v_stream, v_reference, v_queue VARCHAR(64);
  DECLARE v_last_at, v_deleted_at, v_archived_at DATETIME(6);
  DECLARE v_bulk_session BIGINT UNSIGNED;

  -- The item, the queue and the stream by one statement, since each costs as much as the rest of an imported card; locked in this order.
  SELECT MAX(w.id), MAX(w.reference), MAX(w.value_stream), MAX(w.deleted_at), MAX(l.id), MAX(l.queue_name), MAX(v.archived_at)
  INTO v_item_id, v_reference, v_stream, v_deleted_at, v_queue_id, v_queue, v_archived_at
  FROM work_items w FORCE INDEX (work_items_reference)
  LEFT JOIN wip_limits l FORCE INDEX (wip_limits_queue) ON l.value_stream = w.value_stream AND l.queue_name = NEW.queue_name
  LEFT JOIN value_streams v FORCE INDEX (value_streams_name) ON v.name = w.value_stream
  WHERE w.reference = NEW.reference LOCK IN SHARE MODE;
  IF v_item_id IS NULL THEN
    CALL refuse(9103, 'UNKNOWN_ITEM', CONCAT('no work item ', NEW.reference, '; insert it into work_items first'));
  END IF;
  IF v_deleted_at IS NOT NULL THEN
    CALL refuse(9115, 'ITEM_DELETED', CONCAT(NEW.reference, ' is deleted; restore it first (deleted_at = NULL)'));
  END IF;
  IF v_queue_id IS NULL THEN
    CALL refuse_unknown_queue(v_stream, NEW.queue_name);
  END IF;
  -- Only entries: cards in an archived stream can still move.
  IF v_archived_at IS NOT NULL THEN
    CALL refuse(9128, 'STREAM_ARCHIVED', CONCAT(LEFT(v_stream, 32), ' is archived: nothing enters it; set archived_at to NULL first'));
  END IF;

  -- The stored spelling, because the collation ignores trailing blanks.
  SET NEW.reference = v_reference, NEW.queue_name = v_queue;
  SET NEW.item_id = v_item_id, NEW.value_stream = v_stream, NEW.queue_id = v_queue_id;
  SET NEW.created_at = v_now, NEW.created_by = LEFT(COALESCE(NULLIF(CONCAT(@kanban_actor), ''), USER()), 288);
  SET NEW.updated_at = NEW.created_at, NEW.updated_by = NEW.created_by;
  -- For queues_after_insert: nobody's own value gets there.
  SET @kanban_is_logged = NULL;
  IF @kanban_bulk IS NOT NULL THEN
    SELECT MAX(b.id), MAX(f.last_at) INTO v_bulk_session, v_last_at
    FROM bulk_sessions b LEFT JOIN item_flow f FORCE INDEX (PRIMARY)
      ON f.item_id = v_item_id AND f.location_queue_id = v_queue_id AND NOT f.is_removed AND f.last_audit_id > b.first_audit_id
    WHERE b.id = @kanban_bulk AND b.connection_id = CONNECTION_ID() AND b.finished_by IS NULL;
  END IF;
  IF v_bulk_session IS NOT NULL THEN
    -- Imported history has a time, and no record_move checks its actor.
    SET @kanban_is_logged = v_last_at IS NOT NULL;
    SET NEW.bulk_session = IF(@kanban_is_logged, NULL, v_bulk_session), NEW.moved_at = COALESCE(v_last_at, NEW.moved_at, v_now);
    IF @kanban_actor IS NOT NULL THEN
      SET NEW.created_by = current_actor(), NEW.updated_by = NEW.created_by;
    END IF;
    IF NOT (NEW.moved_at BETWEEN '1970-01-02' AND v_now AND DAY(NEW.moved_at) BETWEEN 1 AND 28 AND MONTH(NEW.moved_at) > 0) THEN
      CALL check_past('moved_at', CAST(NEW.moved_at AS CHAR));
    END IF;
  ELSE
    SELECT MAX(last_at) INTO v_last_at FROM item_flow WHERE item_id = v_item_id;
    SET NEW.bulk_session = NULL, NEW.moved_at = GREATEST(v_now, COALESCE(v_last_at, v_now));
  END IF;
END
