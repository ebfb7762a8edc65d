-- Who manages a stream, by the name in `members`, whose address is told. What the role manager of a subscription means.
CREATE TABLE stream_managers (
  value_stream VARCHAR(64) NOT NULL,
  member       VARCHAR(128) NOT NULL,
  created_at   DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by   VARCHAR(288) NULL,
  updated_at   DATETIME(6) NULL,
  updated_by   VARCHAR(288) NULL,
  PRIMARY KEY (value_stream, member),
  CONSTRAINT stream_managers_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT stream_managers_member FOREIGN KEY (member) REFERENCES members (name) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
