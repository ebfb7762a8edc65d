CREATE TABLE checklist_items (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  reference     VARCHAR(64) NOT NULL,
  checklist     VARCHAR(64) NOT NULL DEFAULT 'checklist' COMMENT 'an item can have several, by name',
  position      INT UNSIGNED NULL COMMENT 'NULL on insert: behind the last',
  label         VARCHAR(255) NOT NULL,
  is_done       BOOLEAN NOT NULL DEFAULT FALSE,
  done_at       DATETIME(6) NULL COMMENT 'set by the triggers, as the next',
  done_by       VARCHAR(288) NULL,
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (id),
  KEY checklist_items_item (reference, checklist, position),
  CONSTRAINT checklist_items_of FOREIGN KEY (reference) REFERENCES work_items (reference) ON UPDATE CASCADE,
  CONSTRAINT checklist_items_named CHECK (label <> '' AND checklist <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
