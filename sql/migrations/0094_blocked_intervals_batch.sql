-- Spells that came with an import go with it when it is taken back.
ALTER TABLE blocked_intervals
  ADD COLUMN batch_id BIGINT UNSIGNED NULL COMMENT 'the row of import_batches it came with; NULL: written as it happened',
  ADD KEY blocked_intervals_batch (batch_id)
