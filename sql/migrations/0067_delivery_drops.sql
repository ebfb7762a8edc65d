-- A dead letter that a person dropped says when, by whom and why: it is off the list, and may be pruned. The relay counts
-- those that are not dropped.
ALTER TABLE deliveries
  ADD COLUMN dropped_at     DATETIME(6) NULL COMMENT 'a dead letter that nobody wants to send again',
  ADD COLUMN dropped_by     VARCHAR(288) NULL,
  ADD COLUMN dropped_reason VARCHAR(255) NULL,
  ADD CONSTRAINT deliveries_drop_whole CHECK (dropped_at IS NULL OR (state = 'dead' AND dropped_by IS NOT NULL AND dropped_reason IS NOT NULL))
