-- Creates the item's row of item_state; an item without one cannot enter a queue. A locking read of the stream, because a
-- snapshot may be older; the foreign key has locked it already.
CREATE TRIGGER work_items_after_insert_60_state AFTER INSERT ON work_items FOR EACH ROW
BEGIN
  DECLARE v_stream_id INT UNSIGNED;

  SELECT id INTO v_stream_id FROM value_streams WHERE name = NEW.value_stream LOCK IN SHARE MODE;
  INSERT INTO item_state (item_id, value_stream_id, assignee, is_blocked, is_deleted)
  VALUES (NEW.id, v_stream_id, NULLIF(NEW.assignee, ''), NEW.blocked_reason IS NOT NULL, NEW.deleted_at IS NOT NULL);
  -- Nothing links to a new item, so there is no cycle. (work_items_before_insert_60_links holds the lock of all links.)
  IF NEW.dependency IS NOT NULL THEN
    INSERT INTO dependencies (reference, depends_on) VALUES (NEW.reference, NEW.dependency);
  END IF;
  IF NEW.parent IS NOT NULL THEN
    INSERT INTO item_links (kind, to_id, item_id)
    SELECT 'parent', id, NEW.id FROM work_items WHERE reference = NEW.parent LOCK IN SHARE MODE;
  END IF;
  IF NEW.assignee <> '' THEN
    CALL ensure_person(v_stream_id, NEW.assignee, NULL);
  END IF;
END
