-- Every entry (from_queue NULL), move and departure (to_queue NULL). Append-only. Names are as they were at the time,
-- ids stay when a queue is renamed. No foreign keys: the log outlives what it tells of.
CREATE TABLE audit_log (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  occurred_at     DATETIME(6) NOT NULL COMMENT 'UTC; never before the previous row of the same item',
  reference       VARCHAR(64) NOT NULL,
  from_queue      VARCHAR(64) NULL,
  to_queue        VARCHAR(64) NULL,
  value_stream_id INT UNSIGNED NOT NULL,
  item_id         BIGINT UNSIGNED NOT NULL,
  from_queue_id   INT UNSIGNED NULL,
  to_queue_id     INT UNSIGNED NULL,
  actor           VARCHAR(288) NOT NULL COMMENT '@kanban_actor, else the login',
  reason          VARCHAR(255) NULL COMMENT '@kanban_reason',
  source          VARCHAR(32) NOT NULL DEFAULT 'sql' COMMENT 'import: history, projected set-wise by the importer',
  PRIMARY KEY (id),
  KEY audit_log_item (item_id, id),
  KEY audit_log_stream (value_stream_id, id),
  KEY audit_log_when (value_stream_id, occurred_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
