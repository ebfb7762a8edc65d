-- Days on which a stream does not work, by its local date.
CREATE TABLE holidays (
  value_stream  VARCHAR(64) NOT NULL DEFAULT 'main',
  day           DATE NOT NULL,
  name          VARCHAR(128) NOT NULL DEFAULT '',
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (value_stream, day),
  CONSTRAINT holidays_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
