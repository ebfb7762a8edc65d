-- What was said about an item's deadline, and its log: each of at risk and breached once, until the deadline changes. Then
-- is_current becomes NULL, which the unique key lets be there many times, and both may be said again.
CREATE TABLE sla_flags (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream_id INT UNSIGNED NOT NULL,
  item_id         BIGINT UNSIGNED NOT NULL,
  reference       VARCHAR(64) NOT NULL,
  flag            ENUM('at_risk', 'breached') NOT NULL,
  deadline        DATETIME(6) NOT NULL COMMENT 'UTC',
  decided_by      ENUM('due_date', 'policy') NOT NULL,
  flagged_at      DATETIME(6) NOT NULL COMMENT 'UTC',
  is_current      BOOLEAN NULL DEFAULT TRUE COMMENT 'NULL: a changed due date, policy or calendar armed it again',
  PRIMARY KEY (id),
  UNIQUE KEY sla_flags_once (item_id, flag, is_current),
  CONSTRAINT sla_flags_current CHECK (is_current = TRUE)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
