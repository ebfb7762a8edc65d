-- Writes report.weekly in the transaction of its run, so there is never one without the other. From and to are local dates of the
-- stream, both included; the notifier asks the metrics API for the figures when it sends.
CREATE TRIGGER report_runs_after_insert_60_tell AFTER INSERT ON report_runs FOR EACH ROW
  INSERT INTO outbox_events (created_at, topic, payload) VALUES (clock_utc(), 'report.weekly', JSON_OBJECT(
    'value_stream', NEW.value_stream,
    'from', DATE_FORMAT(NEW.first_day, '%Y-%m-%d'),
    'to', DATE_FORMAT(NEW.last_day, '%Y-%m-%d'),
    'missed_from', DATE_FORMAT(NEW.missed_from, '%Y-%m-%d'),
    'due_at', DATE_FORMAT(NEW.due_at, '%Y-%m-%dT%H:%i:%s.%fZ'),
    'written_at', DATE_FORMAT(NEW.written_at, '%Y-%m-%dT%H:%i:%s.%fZ')))
