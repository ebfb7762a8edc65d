-- The ledger: one row an event, channel and recipient. MySQL is the judge of what was sent; Redis only says what to try next.
--
--   pending → queued     a job is in Redis; skipped when the notifier is faster than the relay's note
--   pending, queued → sending   claimed by a notifier until claim_expires_at
--   sending → sent       accepted by the mail server
--   sending → pending    failed for now, or the claim expired: round + 1, due_at says when
--   sending → dead       refused for good, or the last attempt failed
--   queued → pending     its job may be lost: same round, so publishing it again changes nothing if it is not
--   dead → pending       sent again by a person: round + 1, attempts 0, due_at now; processed_at of the event NULL again
--
-- Who changes a row says in WHERE which state (and claim_token or round) it expects. A job carries the round it was made
-- for, so a late copy of an earlier one finds nothing to claim.
CREATE TABLE deliveries (
  id                 BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  event_id           BIGINT UNSIGNED NOT NULL,
  channel            VARCHAR(16) NOT NULL,
  recipient          VARCHAR(254) NOT NULL,
  state              ENUM('pending', 'queued', 'sending', 'sent', 'dead') NOT NULL DEFAULT 'pending',
  attempts           INT UNSIGNED NOT NULL DEFAULT 0,
  round              INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'part of the job id',
  created_at         DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  due_at             DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'pending: publish when this has passed; queued: look whether the job is still there',
  queued_at          DATETIME(6) NULL,
  claim_token        CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  claim_expires_at   DATETIME(6) NULL,
  message_id         VARCHAR(255) NULL,
  handed_over_at     DATETIME(6) NULL COMMENT 'the whole message was given to the mail server, its answer not seen yet',
  may_be_duplicate   BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'sent again after a cut behind hand-over: the same Message-ID may arrive twice',
  last_error         VARCHAR(1000) NULL,
  settled_at         DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY deliveries_once (event_id, channel, recipient),
  KEY deliveries_due (state, due_at, id),
  KEY deliveries_claims (state, claim_expires_at),
  CONSTRAINT deliveries_channel_known CHECK (channel IN ('email')),
  CONSTRAINT deliveries_event FOREIGN KEY (event_id) REFERENCES outbox_events (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
