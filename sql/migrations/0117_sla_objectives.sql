-- Which share of its promises a stream wants to keep, over a rolling window of local days. The most specific row counts, as for
-- sla_policies: class and type, class, type, stream.
CREATE TABLE sla_objectives (
  id               INT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream     VARCHAR(64) NOT NULL DEFAULT 'main',
  class_of_service VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'empty: any',
  type             VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'empty: any',
  objective        DECIMAL(6, 5) NOT NULL COMMENT 'between 0 and 1, such as 0.95',
  window_days      SMALLINT UNSIGNED NOT NULL DEFAULT 30,
  created_at       DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by       VARCHAR(288) NULL,
  updated_at       DATETIME(6) NULL,
  updated_by       VARCHAR(288) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY sla_objectives_for (value_stream, class_of_service, type),
  CONSTRAINT sla_objectives_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT sla_objectives_objective CHECK (objective > 0 AND objective < 1),
  CONSTRAINT sla_objectives_window CHECK (window_days BETWEEN 1 AND 366)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
