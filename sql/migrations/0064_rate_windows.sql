-- How many messages went out under a rate limit: a window begins with its first message. used: taken of that window, which may
-- lie ahead when messages wait in line for it. Notifiers lock the row when they admit a message.
CREATE TABLE rate_windows (
  scope     VARCHAR(272) NOT NULL COMMENT 'empty: all messages; else channel and recipient',
  begins_at DATETIME(6) NOT NULL,
  used      INT UNSIGNED NOT NULL,
  PRIMARY KEY (scope),
  KEY rate_windows_begin (begins_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
