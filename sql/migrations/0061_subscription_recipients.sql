-- Who was told because of a subscription, with the token of their unsubscribe link: 128 random bits in hex, made by the relay
-- with the first mail. Of a role each person has a row, and leaves for themselves alone. Rows stay when their subscription is
-- removed (so no foreign key): the link in an old mail still answers.
CREATE TABLE subscription_recipients (
  subscription_id BIGINT UNSIGNED NOT NULL,
  recipient       VARCHAR(254) NOT NULL,
  token           CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at      DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  unsubscribed_at DATETIME(6) NULL COMMENT 'set by unsubscribe(token)',
  PRIMARY KEY (subscription_id, recipient),
  UNIQUE KEY subscription_recipients_token (token)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
