-- Times of finished items are read from this index alone, in the order (finished_at, item_id) that sums of durations run in: dropped_at
-- is NULL in all of them. Open items are its range where both are NULL, as before.
ALTER TABLE item_flow
  DROP KEY item_flow_finished,
  ADD KEY item_flow_finished (value_stream_id, finished_at, dropped_at, item_id, entered_at, committed_at)
    COMMENT 'finished in a range, with their times; open items (both NULL)';
