-- What tells of a stream whether anything changed: two reads that return the same row (but for is_in_bulk) saw the same stream, its
-- calendar, rules and settings, and the dependencies of its items. Parents in other streams are not in it. Reads the end of one
-- index, a row per queue and one per connection that wrote within a day or so. Select from it by value_stream.
--
--   last_audit_id  the last row of its log; NULL: there is none
--   moves          counts what that id does not tell: rows that commit late, places, rebuilds
--   changes        counts everything else, with the time of the last one: after a restore the count may have been there before
--   is_in_bulk     1 while bulk work goes on anywhere, of which a state says nothing
CREATE VIEW stream_states AS
SELECT
  s.name AS value_stream,
  s.id AS value_stream_id,
  s.time_zone,
  (SELECT a.id FROM audit_log a FORCE INDEX (audit_log_stream) WHERE a.value_stream_id = s.id
   ORDER BY a.value_stream_id DESC, a.id DESC LIMIT 1) AS last_audit_id,
  (SELECT COALESCE(SUM(q.moves), 0) FROM queue_state q FORCE INDEX (queue_state_queue) WHERE q.value_stream = s.name) AS moves,
  (SELECT COALESCE(SUM(c.changes), 0) FROM stream_changes c FORCE INDEX (PRIMARY) WHERE c.value_stream_id = s.id)
    + (SELECT COALESCE(SUM(c.changes), 0) FROM stream_changes c FORCE INDEX (PRIMARY) WHERE c.value_stream_id = 0) AS changes,
  GREATEST(
    (SELECT COALESCE(MAX(c.changed_at), '1970-01-01') FROM stream_changes c FORCE INDEX (PRIMARY) WHERE c.value_stream_id = s.id),
    (SELECT COALESCE(MAX(c.changed_at), '1970-01-01') FROM stream_changes c FORCE INDEX (PRIMARY) WHERE c.value_stream_id = 0)
  ) AS changed_at,
  EXISTS (SELECT 1 FROM bulk_sessions) AS is_in_bulk
FROM value_streams s
