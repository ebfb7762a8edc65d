ALTER TABLE value_streams ADD COLUMN archived_at DATETIME(6) NULL COMMENT 'UTC; nothing enters an archived stream, and no report tells of it'
