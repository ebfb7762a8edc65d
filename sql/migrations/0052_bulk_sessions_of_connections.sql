-- A session has an id of its own, which is never used again, while a server gives the ids of its connections anew after a
-- restart, and those of a cluster give the same ones. What was begun when, where and by whom tells whether it still lives.
ALTER TABLE bulk_sessions
  DROP PRIMARY KEY,
  ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'the connection keeps it in @kanban_bulk',
  ADD COLUMN node VARCHAR(288) NULL COMMENT 'host and port of the server; set by the triggers, as the next four',
  ADD COLUMN started_at DATETIME(6) NULL COMMENT 'UTC',
  ADD COLUMN started_by VARCHAR(288) NULL,
  ADD COLUMN reason VARCHAR(255) NULL,
  ADD COLUMN first_audit_id BIGINT UNSIGNED NULL COMMENT 'the last row of the log when it began',
  ADD COLUMN finished_by BIGINT UNSIGNED NULL COMMENT 'the connection that makes everything right at its end',
  ADD PRIMARY KEY (id)
