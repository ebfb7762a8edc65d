CREATE TRIGGER transitions_before_update_10_check BEFORE UPDATE ON transitions FOR EACH ROW
  CALL check_transition_queues(NEW.value_stream, NEW.from_queue, NEW.to_queue)
