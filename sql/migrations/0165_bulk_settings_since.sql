-- Histories that are made up have limits that were changed in their past: write_past_queue says when.
ALTER TABLE bulk_sessions
  ADD COLUMN settings_since DATETIME(6) NULL COMMENT 'when the setting that it writes now was set; NULL: now'
