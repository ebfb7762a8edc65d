-- When an item was blocked, and why; unblocked_at NULL: it still is.
CREATE TABLE blocked_intervals (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream_id INT UNSIGNED NOT NULL,
  item_id         BIGINT UNSIGNED NOT NULL,
  reference       VARCHAR(64) NOT NULL,
  reason          VARCHAR(255) NOT NULL,
  blocked_at      DATETIME(6) NOT NULL COMMENT 'UTC',
  blocked_by      VARCHAR(288) NOT NULL,
  unblocked_at    DATETIME(6) NULL,
  unblocked_by    VARCHAR(288) NULL,
  PRIMARY KEY (id),
  KEY blocked_intervals_item (item_id, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
