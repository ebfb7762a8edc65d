-- The counter of each person in a stream, with a copy of the limit that holds for them beside it, as in queue_state. Locked
-- behind the rows of queue_state, in the order of the names. The row of nobody (an empty assignee) comes first: it has the
-- default of the stream, and whoever makes a counter or changes a limit locks it before any other.
CREATE TABLE person_wip (
  value_stream_id   INT UNSIGNED NOT NULL,
  assignee          VARCHAR(128) NOT NULL,
  current_wip       INT NOT NULL DEFAULT 0,
  wip_limit         INT NOT NULL DEFAULT -1,
  is_own_limit      BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'FALSE: the default of the stream',
  is_limit_enforced BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'FALSE: observe only',
  PRIMARY KEY (value_stream_id, assignee),
  CONSTRAINT person_wip_never_negative CHECK (current_wip >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
