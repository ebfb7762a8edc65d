-- Who hears of what. NULL means any; a topic may end in .* (queue.*) or be * for every topic.
CREATE TABLE subscriptions (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  topic        VARCHAR(64) NOT NULL DEFAULT '*',
  value_stream VARCHAR(64) NULL,
  queue_name   VARCHAR(64) NULL,
  channel      VARCHAR(16) NOT NULL DEFAULT 'email',
  recipient    VARCHAR(254) NOT NULL,
  is_active    BOOLEAN NOT NULL DEFAULT TRUE,
  created_at   DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  PRIMARY KEY (id),
  CONSTRAINT subscriptions_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT subscriptions_channel_known CHECK (channel IN ('email')),
  CONSTRAINT subscriptions_recipient_given CHECK (recipient <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
