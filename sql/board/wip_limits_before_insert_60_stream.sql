CREATE TRIGGER wip_limits_before_insert_60_stream BEFORE INSERT ON wip_limits FOR EACH ROW
  CALL check_stream_there(NEW.value_stream)
