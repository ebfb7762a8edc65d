CREATE TABLE comments (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  reference     VARCHAR(64) NOT NULL,
  body          TEXT NOT NULL,
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (id),
  KEY comments_item (reference, id),
  CONSTRAINT comments_of FOREIGN KEY (reference) REFERENCES work_items (reference) ON UPDATE CASCADE,
  CONSTRAINT comments_say_something CHECK (body <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
