ALTER TABLE wip_limits
  ADD COLUMN created_at DATETIME(6) NULL COMMENT 'UTC; NULL: before this was kept', ADD COLUMN created_by VARCHAR(288) NULL,
  ADD COLUMN updated_at DATETIME(6) NULL, ADD COLUMN updated_by VARCHAR(288) NULL
