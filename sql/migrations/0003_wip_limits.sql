-- The queues of a stream. NULL position or kind asks for the default, which a trigger fills in before the CHECKs look.
CREATE TABLE wip_limits (
  id           INT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream VARCHAR(64) NOT NULL DEFAULT 'main',
  queue_name   VARCHAR(64) NOT NULL,
  wip_limit    INT NOT NULL DEFAULT -1 COMMENT '-1 = unlimited',
  position     INT UNSIGNED NULL COMMENT 'order in the stream; NULL on insert: behind the last',
  kind         ENUM('backlog', 'buffer', 'active', 'delivered', 'completed', 'dropped') NULL
               COMMENT 'NULL on insert: from the name, else backlog for the first queue and active for the others',
  PRIMARY KEY (id),
  UNIQUE KEY wip_limits_queue (value_stream, queue_name),
  UNIQUE KEY wip_limits_position (value_stream, position),
  CONSTRAINT wip_limits_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE,
  CONSTRAINT wip_limits_queue_named CHECK (queue_name <> ''),
  CONSTRAINT wip_limits_limit CHECK (wip_limit >= -1),
  CONSTRAINT wip_limits_kind_known CHECK (kind IS NOT NULL),
  CONSTRAINT wip_limits_position_known CHECK (position IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
