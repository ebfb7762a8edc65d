-- That an item is older than finished items were when they passed its stage: once per visit and percentile.
CREATE TABLE age_flags (
  entry_audit_id  BIGINT UNSIGNED NOT NULL COMMENT 'the visit (visits)',
  percentile      TINYINT UNSIGNED NOT NULL COMMENT 'the setting ageing_percentile',
  value_stream_id INT UNSIGNED NOT NULL,
  item_id         BIGINT UNSIGNED NOT NULL,
  reference       VARCHAR(64) NOT NULL,
  age_ms          BIGINT NOT NULL,
  pace_ms         BIGINT NOT NULL COMMENT 'of the stage, at the percentile',
  sample_size     INT UNSIGNED NOT NULL COMMENT 'finished items that the pace is taken from',
  flagged_at      DATETIME(6) NOT NULL COMMENT 'UTC',
  is_silent       BOOLEAN NOT NULL COMMENT 'it was so already at the first sweep after an upgrade, an import or another percentile: no event',
  PRIMARY KEY (entry_audit_id, percentile),
  KEY age_flags_item (item_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
