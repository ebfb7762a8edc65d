-- Who and when, whatever the statement says of it.
CREATE TRIGGER stream_managers_before_insert_stamp BEFORE INSERT ON stream_managers FOR EACH ROW
BEGIN
  SET NEW.created_at = UTC_TIMESTAMP(6), NEW.created_by = current_actor();
  SET NEW.updated_at = NEW.created_at, NEW.updated_by = NEW.created_by;
END
