-- How attempts failed: one row a failed attempt, and one for each time a person sent a dead letter again, written in the
-- transaction that changes the delivery. `deliveries` has the last error only; this is what a person reads who wants to know
-- what the server said each time. Goes with its delivery when that is pruned.
CREATE TABLE delivery_attempts (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  delivery_id BIGINT UNSIGNED NOT NULL,
  attempt     INT UNSIGNED NOT NULL COMMENT 'counted as deliveries.attempts, which begins anew when it is sent again',
  outcome     ENUM('failed', 'dead', 'expired', 'retried') NOT NULL COMMENT 'retried: by a person; expired: its notifier died',
  said        VARCHAR(1000) NOT NULL COMMENT 'the words of the server, or who sent it again',
  ended_at    DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  PRIMARY KEY (id),
  KEY delivery_attempts_of (delivery_id, id),
  CONSTRAINT delivery_attempts_delivery FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
