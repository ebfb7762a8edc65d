-- Who put which card before or after which other. To insert a row is to move the card; CALL place_item() does that.
-- Append-only.
CREATE TABLE placements (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  occurred_at DATETIME(6) NULL COMMENT 'UTC, set by the triggers',
  reference   VARCHAR(64) NOT NULL,
  side        VARCHAR(64) NOT NULL COMMENT 'before or after; a trigger refuses anything else, by code',
  other       VARCHAR(64) NOT NULL,
  queue_id    INT UNSIGNED NULL COMMENT 'set by the triggers',
  actor       VARCHAR(288) NULL COMMENT 'set by the triggers',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
