-- What was in progress at an instant is the difference of both, summed over the queues of a stream.
ALTER TABLE flow_counts
  ADD COLUMN wip_begun INT NOT NULL DEFAULT 0 COMMENT 'spells begun by coming into this queue',
  ADD COLUMN wip_ended INT NOT NULL DEFAULT 0 COMMENT 'spells ended by coming into this queue, or by being removed from it'
