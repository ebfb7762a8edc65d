-- Projection: what each queue has seen up to the end of a quarter hour (UTC), one row for each quarter hour in which
-- something changed, and a row of zeros at 1970-01-01. To date, so that the state at any instant is one index seek
-- however long the log is; what happened in an interval is the difference of two rows.
CREATE TABLE flow_counts (
  queue_id       INT UNSIGNED NOT NULL,
  interval_start DATETIME NOT NULL,
  arrivals       INT NOT NULL DEFAULT 0 COMMENT 'items that came into the queue',
  departures     INT NOT NULL DEFAULT 0 COMMENT 'items that left it; one removed while finished or dropped has not left',
  entries        INT NOT NULL DEFAULT 0 COMMENT 'items whose first queue this was',
  marked         INT NOT NULL DEFAULT 0 COMMENT 'items whose furthest queue this is',
  marked_dropped INT NOT NULL DEFAULT 0 COMMENT 'those of them that are dropped now',
  behind         INT NOT NULL DEFAULT 0 COMMENT 'items here now whose furthest queue is another one',
  PRIMARY KEY (queue_id, interval_start)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
