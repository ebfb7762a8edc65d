-- How many committed, unfinished items a person may have in a stream. An empty assignee is the default of the stream.
CREATE TABLE person_limits (
  value_stream VARCHAR(64) NOT NULL DEFAULT 'main',
  assignee     VARCHAR(128) NOT NULL DEFAULT '' COMMENT 'empty: everybody without a limit of their own',
  wip_limit    INT NOT NULL COMMENT '-1 = unlimited',
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (value_stream, assignee),
  CONSTRAINT person_limits_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT person_limits_limit CHECK (wip_limit >= -1)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
