-- Separate statements, because a cascade of foreign keys fires no trigger and would leave no history.
CREATE TRIGGER value_streams_before_delete_60_settings BEFORE DELETE ON value_streams FOR EACH ROW
BEGIN
  DELETE FROM annotations WHERE value_stream = OLD.name;
  DELETE FROM person_limits WHERE value_stream = OLD.name;
  DELETE FROM sla_objectives WHERE value_stream = OLD.name;
  DELETE FROM sla_policies WHERE value_stream = OLD.name;
  DELETE FROM working_hours WHERE value_stream = OLD.name;
  DELETE FROM holidays WHERE value_stream = OLD.name;
  DELETE FROM stream_managers WHERE value_stream = OLD.name;
  DELETE FROM subscriptions WHERE value_stream = OLD.name;
END
