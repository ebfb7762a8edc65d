-- Which fields were changed since an instant, of a stream: what is undone for answers as of then.
ALTER TABLE field_history ADD KEY field_history_when (value_stream_id, occurred_at)
