-- The views that syncQueueViews (packages/schema) made, one a queue: these and no others are its to replace and to drop. No
-- foreign key: a queue can be deleted by SQL alone, and its view goes with the next sync.
CREATE TABLE queue_views (
  view_name VARCHAR(64) NOT NULL,
  queue_id  INT UNSIGNED NOT NULL,
  PRIMARY KEY (view_name),
  UNIQUE KEY queue_views_queue (queue_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
