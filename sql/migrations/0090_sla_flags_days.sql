-- A flag keeps a due date as the item has it, so that one that is a day stands whatever zone its stream gets.
ALTER TABLE sla_flags
  MODIFY deadline DATETIME(6) NOT NULL COMMENT 'UTC; a due date at 00:00:00.000000 is that day, to its end in the zone of the stream'
