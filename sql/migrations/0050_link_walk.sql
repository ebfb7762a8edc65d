-- Row 0 is the lock of item_links. The other rows are the scratch paper of whoever holds it: where a walk along the links has
-- been, and how it came there. They are gone again when the statement ends.
CREATE TABLE link_walk (
  item_id BIGINT UNSIGNED NOT NULL,
  via_id  BIGINT UNSIGNED NULL,
  depth   INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (item_id),
  KEY link_walk_depth (depth, item_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
