-- The ledger: one row an event, channel and recipient. MySQL is the judge of what was sent; Redis only says what to try next.
--   pending → queued (a job is in Redis) → sending (claimed by a notifier until claim_expires_at) → sent
--   a failed attempt goes back to queued (due_at says when), a permanent refusal or the last attempt to dead
CREATE TABLE deliveries (
  id                 BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  event_id           BIGINT UNSIGNED NOT NULL,
  channel            VARCHAR(16) NOT NULL,
  recipient          VARCHAR(254) NOT NULL,
  state              ENUM('pending', 'queued', 'sending', 'sent', 'dead') NOT NULL DEFAULT 'pending',
  attempts           INT UNSIGNED NOT NULL DEFAULT 0,
  round              INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'raised when a dead letter is sent again: part of the job id',
  created_at         DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  due_at             DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'not before; for a queued one: look after it when this has passed',
  queued_at          DATETIME(6) NULL,
  claim_token        CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  claim_expires_at   DATETIME(6) NULL,
  message_id         VARCHAR(255) NULL,
  handed_over_at     DATETIME(6) NULL COMMENT 'the whole message was given to the mail server, its answer not seen yet',
  may_be_duplicate   BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'sent again after a cut behind hand-over: the same Message-ID may have arrived twice',
  last_error         VARCHAR(1000) NULL,
  settled_at         DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY deliveries_once (event_id, channel, recipient),
  KEY deliveries_due (state, due_at, id),
  KEY deliveries_claims (state, claim_expires_at),
  CONSTRAINT deliveries_event FOREIGN KEY (event_id) REFERENCES outbox_events (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
