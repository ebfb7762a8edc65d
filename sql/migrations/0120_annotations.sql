-- What people say happened on a local day of a stream, for the charts over time: a new tester, a move, a release.
CREATE TABLE annotations (
  id            INT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream  VARCHAR(64) NOT NULL DEFAULT 'main',
  day           DATE NOT NULL,
  text          VARCHAR(200) NOT NULL,
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (id),
  KEY annotations_day (value_stream, day, id),
  CONSTRAINT annotations_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
