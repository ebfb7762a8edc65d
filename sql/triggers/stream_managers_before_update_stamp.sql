-- Who and when, whatever the statement says of it.
CREATE TRIGGER stream_managers_before_update_stamp BEFORE UPDATE ON stream_managers FOR EACH ROW
  SET NEW.created_at = OLD.created_at, NEW.created_by = OLD.created_by,
      NEW.updated_at = UTC_TIMESTAMP(6), NEW.updated_by = current_actor()
