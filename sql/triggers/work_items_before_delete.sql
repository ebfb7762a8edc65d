-- Explicit deletes, because a foreign key's cascade fires no trigger and the counters would drift. What a rule knows of the
-- item stays as long as its log does.
CREATE TRIGGER work_items_before_delete BEFORE DELETE ON work_items FOR EACH ROW
BEGIN
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
