-- What the last whole sweep of a stream went by. Without a row, or when it differs, the next sweep flags without events.
CREATE TABLE age_sweeps (
  value_stream_id INT UNSIGNED NOT NULL,
  percentile      TINYINT UNSIGNED NOT NULL,
  imported_id     BIGINT UNSIGNED NOT NULL COMMENT 'the last row of audit_log that an import had brought to the stream; 0: none',
  PRIMARY KEY (value_stream_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
