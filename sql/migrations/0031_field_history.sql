-- Every change of a field of a work item. Append-only.
CREATE TABLE field_history (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  occurred_at     DATETIME(6) NOT NULL COMMENT 'UTC',
  value_stream_id INT UNSIGNED NOT NULL,
  item_id         BIGINT UNSIGNED NOT NULL,
  reference       VARCHAR(64) NOT NULL,
  field           VARCHAR(32) NOT NULL,
  old_value       TEXT NULL,
  new_value       TEXT NULL,
  actor           VARCHAR(288) NOT NULL,
  reason          VARCHAR(255) NULL,
  source          VARCHAR(32) NOT NULL,
  PRIMARY KEY (id),
  KEY field_history_item (item_id, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
