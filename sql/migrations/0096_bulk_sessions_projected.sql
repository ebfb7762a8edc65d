ALTER TABLE bulk_sessions
  ADD COLUMN projected_stream INT UNSIGNED NULL COMMENT 'the stream whose projections it brings along (write_past_flow)'
