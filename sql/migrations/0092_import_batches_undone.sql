-- A batch that was taken back stays in the list; config_history says what was taken. INSTANT on both servers.
ALTER TABLE import_batches ADD COLUMN undone_at DATETIME(6) NULL COMMENT 'UTC, when its rows were taken out of the log; config_history says which'
