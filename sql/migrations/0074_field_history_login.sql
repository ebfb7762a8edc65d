-- Who was logged in, beside who is said to have done it. INSTANT on both servers.
ALTER TABLE field_history ADD COLUMN login VARCHAR(288) NULL COMMENT 'USER() of the session, set by the triggers; NULL: before this was kept'
