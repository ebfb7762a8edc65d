-- What flows. All instants are UTC. A bare date as date_due is midnight at its start: write the instant it is due.
CREATE TABLE work_items (
  id               BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  reference        VARCHAR(64) NOT NULL,
  short_desc       VARCHAR(255) NOT NULL DEFAULT '',
  description      TEXT NULL,
  value_stream     VARCHAR(64) NOT NULL DEFAULT 'main',
  type             VARCHAR(32) NOT NULL DEFAULT 'story',
  class_of_service VARCHAR(32) NOT NULL DEFAULT 'standard',
  priority         INT NOT NULL DEFAULT 0,
  date_logged      DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)),
  date_due         DATETIME(6) NULL,
  assignee         VARCHAR(128) NULL,
  dependency       VARCHAR(64) NULL COMMENT 'reference of the item this one waits for',
  PRIMARY KEY (id),
  UNIQUE KEY work_items_reference (reference),
  KEY work_items_stream (value_stream),
  CONSTRAINT work_items_in_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE,
  CONSTRAINT work_items_dependency FOREIGN KEY (dependency) REFERENCES work_items (reference) ON DELETE SET NULL,
  CONSTRAINT work_items_reference_given CHECK (reference <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
