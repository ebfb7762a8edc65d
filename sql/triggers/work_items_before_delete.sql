-- Explicit deletes, because a foreign key's cascade fires no trigger and the counters would drift. What a rule knows of the
-- item stays as long as its log does.
CREATE TRIGGER work_items_before_delete BEFORE DELETE ON work_items FOR EACH ROW
BEGIN
  DECLARE v_part, v_defect VARCHAR(64);

  SELECT MIN(reference) INTO v_part FROM work_items WHERE parent = OLD.reference;
  SELECT MIN(reference) INTO v_defect FROM work_items WHERE defect_of = OLD.reference;
  IF v_part IS NOT NULL OR v_defect IS NOT NULL THEN
    CALL refuse(9123, 'ITEM_NAMED', CONCAT(OLD.reference, ' is ', IF(v_part IS NULL, 'defect_of', 'parent'), ' of ',
      COALESCE(v_part, v_defect), '; set that to NULL first, or delete softly'));
  END IF;
  CALL remove_links(OLD.id, OLD.reference);
  DELETE FROM dependencies WHERE reference = OLD.reference;
  DELETE FROM dependencies WHERE depends_on = OLD.reference;
  DELETE FROM queues WHERE reference = OLD.reference;
  DELETE FROM comments WHERE reference = OLD.reference;
  DELETE FROM checklist_items WHERE reference = OLD.reference;
  DELETE FROM attachments WHERE reference = OLD.reference;
  UPDATE item_state
  SET assignee = NULL, is_blocked = FALSE, is_deleted = TRUE, deleted_from = NULL, deleted_rank = NULL
  WHERE item_id = OLD.id;
END
