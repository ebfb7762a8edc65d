-- A target can be in working time: the hours of the stream's calendar (working_hours, holidays) in its own time zone.
ALTER TABLE sla_policies
  ADD COLUMN clock ENUM('elapsed', 'working') NOT NULL DEFAULT 'elapsed' COMMENT 'working: only the working hours of the stream count',
  ADD COLUMN created_at DATETIME(6) NULL COMMENT 'UTC; NULL: before this was kept', ADD COLUMN created_by VARCHAR(288) NULL,
  ADD COLUMN updated_at DATETIME(6) NULL, ADD COLUMN updated_by VARCHAR(288) NULL
