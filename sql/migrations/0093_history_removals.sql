-- What a connection is taking out of the log. Empty but while it does: what somebody lists and commits is emptied by the next one.
CREATE TABLE history_removals (
  item_id       BIGINT UNSIGNED NOT NULL,
  connection_id BIGINT UNSIGNED NOT NULL,
  batch_id      BIGINT UNSIGNED NULL COMMENT 'only rows of this batch; NULL: the whole history of the item',
  from_audit_id BIGINT UNSIGNED NOT NULL COMMENT 'the first row of audit_log that goes; all behind it go too',
  kept_audit_id BIGINT UNSIGNED NULL COMMENT 'the last row that stays; NULL: the item goes as a whole',
  evidence_id   BIGINT UNSIGNED NULL COMMENT 'the row of config_history that says what goes; without one nothing goes',
  is_unblocked  BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'it stays, and is blocked by what goes',
  PRIMARY KEY (item_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
