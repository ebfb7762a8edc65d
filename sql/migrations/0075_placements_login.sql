ALTER TABLE placements ADD COLUMN login VARCHAR(288) NULL COMMENT 'USER() of the session, set by the triggers; NULL: before this was kept'
