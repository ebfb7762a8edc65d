-- An explicit delete, because a foreign key's cascade fires no trigger and the counters would drift.
CREATE TRIGGER work_items_before_delete BEFORE DELETE ON work_items FOR EACH ROW
  DELETE FROM queues WHERE reference = OLD.reference
