-- Events to tell people of, written in the mover's transaction. The relay fans an event out once (fanned_out_at) and
-- processed_at is set when the last of its deliveries is settled. attempts and last_error are those of the deliveries; an
-- event that cannot be fanned out at all (a payload that says nothing) has its own, and no deliveries.
CREATE TABLE outbox_events (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  topic         VARCHAR(64) NOT NULL,
  payload       JSON NOT NULL,
  created_at    DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  fanned_out_at DATETIME(6) NULL,
  processed_at  DATETIME(6) NULL,
  attempts      INT UNSIGNED NOT NULL DEFAULT 0,
  last_error    VARCHAR(1000) NULL,
  PRIMARY KEY (id),
  KEY outbox_events_pending (fanned_out_at, id) COMMENT 'the relay claims in this order, without a sort',
  KEY outbox_events_unprocessed (processed_at, id) COMMENT 'the relay finishes events whose last notifier died',
  CONSTRAINT outbox_events_topic_given CHECK (topic <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
