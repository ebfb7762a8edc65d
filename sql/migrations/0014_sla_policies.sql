-- What an item without a due date is held to. The most specific policy decides: class and type, class, type, stream.
CREATE TABLE sla_policies (
  id               INT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream     VARCHAR(64) NOT NULL DEFAULT 'main',
  class_of_service VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'empty: any',
  type             VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'empty: any',
  measure          ENUM('lead', 'cycle') NOT NULL DEFAULT 'lead' COMMENT 'the clock starts at entered (lead) or committed (cycle)',
  target_hours     DECIMAL(10, 3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY sla_policies_for (value_stream, class_of_service, type),
  CONSTRAINT sla_policies_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT sla_policies_target CHECK (target_hours > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
