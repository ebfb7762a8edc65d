-- Who and when, whatever the statement says of it.
CREATE TRIGGER report_runs_before_insert_stamp BEFORE INSERT ON report_runs FOR EACH ROW
  SET NEW.written_at = clock_utc(), NEW.written_by = current_actor()
