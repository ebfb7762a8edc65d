-- Who was logged in beside who is said to have done it, and with which import a row came. Both are in the hash of rows that have a
-- login. INSTANT on both servers: columns at the end, and a member more in the same byte of the SET.
ALTER TABLE audit_log
  ADD COLUMN login VARCHAR(288) NULL COMMENT 'USER() of the session, set by the triggers; NULL: before this was kept',
  ADD COLUMN batch_id BIGINT UNSIGNED NULL COMMENT 'the row of import_batches it came with; NULL: written as it happened',
  MODIFY COLUMN rule_notes SET('fast_track', 'over_limit', 'illegal_move', 'over_person_limit', 'blocked', 'open_dependencies',
                               'unproven_actor') NULL
