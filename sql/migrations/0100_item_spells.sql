-- Projection: one row a spell, an unbroken stay of an item in progress. Known by the item and the audit row that began it, so that a
-- move finds the one that lasts by its key (item_flow.spell_audit_id) and locks no gap.
CREATE TABLE item_spells (
  item_id         BIGINT UNSIGNED NOT NULL,
  begin_audit_id  BIGINT UNSIGNED NOT NULL,
  value_stream_id INT UNSIGNED NOT NULL,
  begin_at        DATETIME(6) NOT NULL,
  committed_at    DATETIME(6) NOT NULL COMMENT 'when the item was first committed to: before begin_at in all spells but the first',
  end_audit_id    BIGINT UNSIGNED NULL COMMENT 'NULL: it lasts; that of its begin where an item went straight to a finished queue',
  end_at          DATETIME(6) NULL,
  end_kind        ENUM('finished', 'dropped', 'removed') NULL,
  PRIMARY KEY (item_id, begin_audit_id),
  KEY item_spells_end (value_stream_id, end_at, begin_at) COMMENT 'open ones (NULL), and those that ended after an instant'
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
