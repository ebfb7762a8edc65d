-- MySQL from 9.6 on refuses a cascade of two steps (value_streams to wip_limits to queues) with 1452, so a stream with cards could
-- not be renamed. Triggers hold this first step instead; the second one stays.
ALTER TABLE wip_limits DROP FOREIGN KEY wip_limits_stream
