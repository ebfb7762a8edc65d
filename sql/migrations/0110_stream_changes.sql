-- How often something of a stream was changed that queue_state.moves does not count. A row is written by one connection only, so two
-- transactions never wait for each other here, nor meet in certification on a cluster. The sum tells readers whether anything changed.
CREATE TABLE stream_changes (
  value_stream_id INT UNSIGNED NOT NULL COMMENT '0: of no single stream, seen in all',
  writer          BIGINT UNSIGNED NOT NULL COMMENT 'server and connection; 0: folded, of connections that have long been quiet',
  changes         BIGINT UNSIGNED NOT NULL,
  changed_at      DATETIME(6) NOT NULL COMMENT 'UTC',
  PRIMARY KEY (value_stream_id, writer)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
