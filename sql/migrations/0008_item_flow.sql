-- Projection: one row an item that ever entered. Derived from audit_log alone; docs in sql/README.md.
CREATE TABLE item_flow (
  item_id           BIGINT UNSIGNED NOT NULL,
  value_stream_id   INT UNSIGNED NOT NULL,
  reference         VARCHAR(64) NOT NULL,
  first_audit_id    BIGINT UNSIGNED NOT NULL,
  last_audit_id     BIGINT UNSIGNED NOT NULL,
  entered_at        DATETIME(6) NOT NULL,
  last_at           DATETIME(6) NOT NULL COMMENT 'the instant of its last audit row',
  committed_at      DATETIME(6) NULL,
  finished_at       DATETIME(6) NULL COMMENT 'start of the current unbroken stay in delivered or completed queues',
  dropped_at        DATETIME(6) NULL COMMENT 'start of the current unbroken stay in dropped queues or off the board unfinished',
  location_queue_id INT UNSIGNED NULL COMMENT 'where it counts: an item removed while finished or dropped stays counted; NULL = removed unfinished',
  furthest_queue_id INT UNSIGNED NULL COMMENT 'high-water mark; dropped queues do not count',
  furthest_position INT UNSIGNED NULL,
  is_removed        BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'its row in queues was deleted',
  PRIMARY KEY (item_id),
  KEY item_flow_finished (value_stream_id, finished_at, dropped_at) COMMENT 'finished in a range; open items (both NULL)',
  KEY item_flow_reference (reference)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
