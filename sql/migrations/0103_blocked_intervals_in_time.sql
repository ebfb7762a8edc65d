-- Blocks that touch a period: those that last (NULL) and those that ended after its begin.
ALTER TABLE blocked_intervals ADD KEY blocked_intervals_end (value_stream_id, unblocked_at, blocked_at)
