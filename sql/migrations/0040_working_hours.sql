-- When a stream works, by local time in its zone; several rows a weekday for breaks. Without rows every hour counts.
CREATE TABLE working_hours (
  value_stream  VARCHAR(64) NOT NULL DEFAULT 'main',
  weekday       TINYINT UNSIGNED NOT NULL COMMENT '1 = Monday … 7 = Sunday',
  starts        TIME NOT NULL,
  ends          TIME NOT NULL COMMENT '24:00:00: the end of the day',
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (value_stream, weekday, starts),
  CONSTRAINT working_hours_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT working_hours_weekday CHECK (weekday BETWEEN 1 AND 7),
  CONSTRAINT working_hours_order CHECK (starts >= '00:00:00' AND starts < ends AND ends <= '24:00:00')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
