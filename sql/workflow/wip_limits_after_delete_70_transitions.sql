-- The moves of a queue go with it, as a foreign key's cascade would have it, but told to the triggers of transitions.
CREATE TRIGGER wip_limits_after_delete_70_transitions AFTER DELETE ON wip_limits FOR EACH ROW
  DELETE FROM transitions
  WHERE value_stream = OLD.value_stream AND (from_queue = OLD.queue_name OR to_queue = OLD.queue_name)
