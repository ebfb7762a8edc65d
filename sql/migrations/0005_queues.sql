-- Where each item is now, one row an item. People write reference and queue_name; triggers fill in the rest.
-- Renaming a queue cascades here without firing a trigger, which is right: a rename is not a move.
CREATE TABLE queues (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  reference    VARCHAR(64) NOT NULL,
  queue_name   VARCHAR(64) NOT NULL,
  moved_at     DATETIME(6) NULL COMMENT 'UTC, set by the triggers',
  value_stream VARCHAR(64) NULL COMMENT 'the stream of the work item, set by the triggers',
  item_id      BIGINT UNSIGNED NULL COMMENT 'set by the triggers',
  queue_id     INT UNSIGNED NULL COMMENT 'set by the triggers',
  PRIMARY KEY (reference) COMMENT 'not id: a card taken off and put back would leave gap locks in a secondary index',
  UNIQUE KEY queues_id (id),
  KEY queues_queue (value_stream, queue_name, moved_at),
  CONSTRAINT queues_item FOREIGN KEY (reference) REFERENCES work_items (reference),
  CONSTRAINT queues_in_queue FOREIGN KEY (value_stream, queue_name) REFERENCES wip_limits (value_stream, queue_name) ON UPDATE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
