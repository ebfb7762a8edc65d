-- Projection: one row a visit of an item to a queue, known by the audit row that began it.
CREATE TABLE visits (
  entry_audit_id  BIGINT UNSIGNED NOT NULL,
  item_id         BIGINT UNSIGNED NOT NULL,
  value_stream_id INT UNSIGNED NOT NULL,
  queue_id        INT UNSIGNED NOT NULL,
  entered_at      DATETIME(6) NOT NULL,
  left_at         DATETIME(6) NULL,
  PRIMARY KEY (entry_audit_id),
  KEY visits_item (item_id, entry_audit_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
