CREATE TRIGGER transitions_before_insert_10_check BEFORE INSERT ON transitions FOR EACH ROW
  CALL check_transition_queues(NEW.value_stream, NEW.from_queue, NEW.to_queue)
