-- A stream with a workflow could not be renamed: of two foreign keys that cascade through wip_limits the first one to fire
-- breaks the other (1452). The stream cascades by itself now; the names of the queues are carried by triggers of wip_limits.
ALTER TABLE transitions
  DROP FOREIGN KEY transitions_from_queue,
  DROP FOREIGN KEY transitions_to_queue,
  ADD CONSTRAINT transitions_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE
