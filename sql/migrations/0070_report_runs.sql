-- The weekly reports that were called for: one row a stream and week, which the unique key holds to whatever runs side by
-- side or again. Its trigger writes the event report.weekly in the same transaction. Who deletes a row, or inserts one by
-- hand for another week, has that report sent again, or once more.
CREATE TABLE report_runs (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  value_stream VARCHAR(64) NOT NULL,
  first_day    DATE NOT NULL COMMENT 'a Monday, local to the stream',
  last_day     DATE NOT NULL COMMENT 'the Sunday behind it',
  missed_from  DATE NULL COMMENT 'first day of the weeks before it that no report was about, as nothing ran',
  due_at       DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'UTC',
  written_at   DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'UTC',
  written_by   VARCHAR(288) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY report_runs_once (value_stream, first_day),
  CONSTRAINT report_runs_stream FOREIGN KEY (value_stream) REFERENCES value_streams (name) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT report_runs_days_in_order CHECK (first_day <= last_day)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
