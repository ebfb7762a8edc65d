-- What the rules know of an item, one row each; locked first by everything that changes the item, so that whoever holds it
-- may read and write the rest about the item. Kept by triggers; stays when the work item is deleted, as its log does.
CREATE TABLE item_state (
  item_id           BIGINT UNSIGNED NOT NULL,
  value_stream_id   INT UNSIGNED NOT NULL,
  assignee          VARCHAR(128) NULL,
  is_committed      BOOLEAN NOT NULL DEFAULT FALSE,
  is_wip            BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'committed, not finished, dropped or removed: counts for the assignee',
  is_finished       BOOLEAN NOT NULL DEFAULT FALSE,
  is_blocked        BOOLEAN NOT NULL DEFAULT FALSE,
  is_deleted        BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'softly, or for good',
  is_housekept      BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'TRUE while housekeeping moves it: no workflow and no block stops that',
  open_dependencies INT NOT NULL DEFAULT 0 COMMENT 'items it waits for that are not finished',
  dependents        INT NOT NULL DEFAULT 0 COMMENT 'items that wait for it',
  deleted_from      INT UNSIGNED NULL COMMENT 'the queue a soft delete took it out of',
  deleted_rank      BIGINT NULL COMMENT 'and its place there',
  chain_hash        BINARY(32) NULL COMMENT 'of the last row of its audit log',
  PRIMARY KEY (item_id),
  KEY item_state_stream (value_stream_id, item_id),
  CONSTRAINT item_state_never_negative CHECK (open_dependencies >= 0 AND dependents >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
