-- Which item waits for which. No cycles. work_items.dependency is mirrored here.
CREATE TABLE dependencies (
  reference     VARCHAR(64) NOT NULL COMMENT 'the item that waits',
  depends_on    VARCHAR(64) NOT NULL COMMENT 'the item it waits for',
  item_id       BIGINT UNSIGNED NULL COMMENT 'set by the triggers, as the next',
  depends_on_id BIGINT UNSIGNED NULL,
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (reference, depends_on),
  KEY dependencies_dependents (depends_on_id, item_id),
  KEY dependencies_depends_on (depends_on),
  CONSTRAINT dependencies_waits FOREIGN KEY (reference) REFERENCES work_items (reference) ON UPDATE CASCADE,
  CONSTRAINT dependencies_for FOREIGN KEY (depends_on) REFERENCES work_items (reference) ON UPDATE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
