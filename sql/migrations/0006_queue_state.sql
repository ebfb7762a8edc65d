-- The counter of each queue, and a copy of its limit beside it: one locking read of one row decides whether an item
-- may enter, at any isolation level. Locked in queue_id order by every move.
CREATE TABLE queue_state (
  queue_id          INT UNSIGNED NOT NULL,
  value_stream      VARCHAR(64) NOT NULL,
  queue_name        VARCHAR(64) NOT NULL,
  current_wip       INT NOT NULL DEFAULT 0,
  wip_limit         INT NOT NULL,
  is_limit_enforced BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'FALSE: observe only',
  moves             BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'audit rows that touched this queue; readers tell by it whether anything changed',
  PRIMARY KEY (queue_id),
  UNIQUE KEY queue_state_queue (value_stream, queue_name),
  CONSTRAINT queue_state_of FOREIGN KEY (queue_id) REFERENCES wip_limits (id),
  CONSTRAINT queue_state_never_negative CHECK (current_wip >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
