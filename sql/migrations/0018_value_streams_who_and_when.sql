-- Who and when, kept by triggers for every table that people write.
ALTER TABLE value_streams
  ADD COLUMN created_by VARCHAR(288) NULL COMMENT 'NULL: before this was kept',
  ADD COLUMN updated_at DATETIME(6) NULL, ADD COLUMN updated_by VARCHAR(288) NULL
