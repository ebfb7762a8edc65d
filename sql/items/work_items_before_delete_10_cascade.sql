-- Explicit deletes, because a cascade fires no trigger and the counters would become wrong. item_state stays as long as the log
-- of the item.
--
-- Rows that name the item are found by locking reads, because a snapshot may be older. They read only ids, which are in the
-- indexes, so nobody waits who changes other fields. This comes after the lock of all links, in the order of connections that
-- name a parent.
CREATE TRIGGER work_items_before_delete_10_cascade BEFORE DELETE ON work_items FOR EACH ROW
deleting: BEGIN
  DECLARE v_part_id, v_defect_id BIGINT UNSIGNED;
  DECLARE v_by VARCHAR(64);

  IF is_being_removed(OLD.id) THEN
    LEAVE deleting;
  END IF;
  CALL remove_links(OLD.id, OLD.reference);
  SELECT MIN(id) INTO v_part_id FROM work_items FORCE INDEX (work_items_parent)
  WHERE parent = OLD.reference LOCK IN SHARE MODE;
  SELECT MIN(id) INTO v_defect_id FROM work_items FORCE INDEX (work_items_defect_of)
  WHERE defect_of = OLD.reference LOCK IN SHARE MODE;
  IF v_part_id IS NOT NULL OR v_defect_id IS NOT NULL THEN
    SELECT MAX(reference) INTO v_by FROM work_items WHERE id = COALESCE(v_part_id, v_defect_id);
    CALL refuse(9123, 'ITEM_NAMED', CONCAT(OLD.reference, ' is ', IF(v_part_id IS NULL, 'defect_of', 'parent'), ' of ',
      COALESCE(v_by, 'another item'), '; set that to NULL first, or delete softly'));
  END IF;
  DELETE FROM dependencies WHERE reference = OLD.reference;
  DELETE FROM dependencies WHERE depends_on = OLD.reference;
  DELETE FROM queues WHERE reference = OLD.reference;
  DELETE FROM comments WHERE reference = OLD.reference;
  DELETE FROM checklist_items WHERE reference = OLD.reference;
  DELETE FROM attachments WHERE reference = OLD.reference;
  DELETE FROM subscriptions WHERE reference = OLD.reference;
  UPDATE item_state
  SET assignee = NULL, is_blocked = FALSE, is_deleted = TRUE, deleted_from = NULL, deleted_rank = NULL
  WHERE item_id = OLD.id;
END
