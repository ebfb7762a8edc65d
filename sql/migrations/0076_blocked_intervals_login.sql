ALTER TABLE blocked_intervals
  ADD COLUMN blocked_login VARCHAR(288) NULL COMMENT 'USER() of who blocked, set by the triggers; NULL: before this was kept',
  ADD COLUMN unblocked_login VARCHAR(288) NULL
