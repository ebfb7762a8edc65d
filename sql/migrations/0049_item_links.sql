-- Who points at whom, by ids: the items that wait for others (dependencies) and those that are parts of others (work_items.parent),
-- copied here by triggers under one lock (lock_links). Whoever looks for a cycle, or for the items that wait for a finished one,
-- reads here and never meets the rows people write, and so waits for nobody who waits for them.
CREATE TABLE item_links (
  kind    ENUM('dependency', 'parent') NOT NULL,
  to_id   BIGINT UNSIGNED NOT NULL COMMENT 'the item waited for, or the parent',
  item_id BIGINT UNSIGNED NOT NULL COMMENT 'the item that waits, or the child',
  PRIMARY KEY (kind, to_id, item_id),
  KEY item_links_up (kind, item_id, to_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
