-- What a due date means, by its value alone: nobody has to say which of the two it is.
ALTER TABLE work_items
  MODIFY date_due DATETIME(6) NULL COMMENT 'UTC; at 00:00:00.000000 it is that day, to its end in the zone of the stream'
