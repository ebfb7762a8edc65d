-- That an error budget burns too fast, or is used up: once until that was false for the short window of the alert.
CREATE TABLE budget_flags (
  id               BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream_id  INT UNSIGNED NOT NULL,
  class_of_service VARCHAR(32) NOT NULL COMMENT 'of the objective; empty: any',
  type             VARCHAR(32) NOT NULL COMMENT 'of the objective; empty: any',
  alert            ENUM('fast', 'slow', 'exhausted') NOT NULL,
  objective        DECIMAL(6, 5) NOT NULL,
  decided          INT UNSIGNED NOT NULL COMMENT 'in the long window of the alert',
  misses           INT UNSIGNED NOT NULL,
  burn_rate        DECIMAL(12, 6) NOT NULL COMMENT 'of the long window',
  left_share       DECIMAL(12, 6) NOT NULL COMMENT 'of the budget; negative: overspent',
  flagged_at       DATETIME(6) NOT NULL COMMENT 'UTC',
  held_at          DATETIME(6) NOT NULL COMMENT 'UTC; the last sweep at which it was so',
  is_silent        BOOLEAN NOT NULL COMMENT 'it was so already at the first sweep after an upgrade, an import or another objective: no event',
  PRIMARY KEY (id),
  KEY budget_flags_last (value_stream_id, class_of_service, type, alert, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
