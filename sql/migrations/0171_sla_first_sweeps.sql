-- Streams whose next whole sweep of deadlines is the first after an upgrade: it flags without events.
CREATE TABLE sla_first_sweeps (
  value_stream_id INT UNSIGNED NOT NULL,
  PRIMARY KEY (value_stream_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
