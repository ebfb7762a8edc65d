-- The moves a stream allows, forwards and back. A stream without rows here allows every move. Entries and departures are
-- always allowed.
CREATE TABLE transitions (
  value_stream  VARCHAR(64) NOT NULL DEFAULT 'main',
  from_queue    VARCHAR(64) NOT NULL,
  to_queue      VARCHAR(64) NOT NULL,
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (value_stream, from_queue, to_queue),
  KEY transitions_to (value_stream, to_queue),
  CONSTRAINT transitions_from_queue FOREIGN KEY (value_stream, from_queue) REFERENCES wip_limits (value_stream, queue_name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT transitions_to_queue FOREIGN KEY (value_stream, to_queue) REFERENCES wip_limits (value_stream, queue_name) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
