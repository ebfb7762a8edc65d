-- An ordered list of queues with a time zone. Names are what people write in SQL; ids are what the projections keep.
CREATE TABLE value_streams (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name       VARCHAR(64) NOT NULL,
  time_zone  VARCHAR(64) NOT NULL DEFAULT 'UTC' COMMENT 'IANA name: the zone of its days, weeks and months',
  created_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  PRIMARY KEY (id),
  UNIQUE KEY value_streams_name (name),
  CONSTRAINT value_streams_name_given CHECK (name <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
