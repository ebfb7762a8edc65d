-- Deletes the transitions of a queue, like a cascade, but firing the triggers of transitions.
CREATE TRIGGER wip_limits_after_delete_70_transitions AFTER DELETE ON wip_limits FOR EACH ROW
  DELETE FROM transitions
  WHERE value_stream = OLD.value_stream AND (from_queue = OLD.queue_name OR to_queue = OLD.queue_name)
