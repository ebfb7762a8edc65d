-- What was so already when the board was upgraded is flagged, but nobody is told of it.
ALTER TABLE sla_flags
  ADD COLUMN is_silent BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'it was so already at the first sweep after an upgrade: no event'
