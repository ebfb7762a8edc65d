-- Where chat messages and webhooks go. A URL of a chat is as good as a password, so nobody but notifiers and administrators
-- reads this table; subscriptions and deliveries name an endpoint in `recipient`, whatever the case of its letters.
CREATE TABLE endpoints (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  name         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  channel      VARCHAR(16) NOT NULL,
  url          VARCHAR(2048) NOT NULL,
  secret       VARCHAR(255) NULL COMMENT 'whsec_ and base64: what webhooks are signed with',
  is_active    BOOLEAN NOT NULL DEFAULT TRUE,
  created_at   DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  created_by   VARCHAR(288) NULL,
  updated_at   DATETIME(6) NULL,
  updated_by   VARCHAR(288) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY endpoints_name (name),
  CONSTRAINT endpoints_name_plain CHECK (name <> '' AND name NOT REGEXP '[^A-Za-z0-9._-]'),
  CONSTRAINT endpoints_channel_known CHECK (channel IN ('slack', 'teams', 'webhook')),
  CONSTRAINT endpoints_url_http CHECK (url LIKE 'https://%' OR url LIKE 'http://%'),
  CONSTRAINT endpoints_webhook_signed CHECK (channel <> 'webhook' OR secret IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
