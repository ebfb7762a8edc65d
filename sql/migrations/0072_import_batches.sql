-- What came into the log later than it happened: one row per bulk session that wrote to it. Changes until it ends, then never.
CREATE TABLE import_batches (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  started_at     DATETIME(6) NOT NULL COMMENT 'UTC',
  recorded_at    DATETIME(6) NULL COMMENT 'UTC, its end: from then on the board knows its rows; NULL: not ended yet',
  actor          VARCHAR(288) NOT NULL,
  login          VARCHAR(288) NOT NULL,
  origin         VARCHAR(255) NULL COMMENT '@kanban_reason at its start; kanban import names its file',
  first_audit_id BIGINT UNSIGNED NOT NULL COMMENT 'the last row of the log when it started',
  last_audit_id  BIGINT UNSIGNED NULL,
  audit_rows     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
