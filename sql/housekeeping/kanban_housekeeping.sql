-- Does its work where the server's event scheduler is on; `kanban housekeeping` does it anywhere, and beside this one. Not at
-- once: a board that is being set up has nothing to clean.
CREATE EVENT kanban_housekeeping ON SCHEDULE EVERY 1 HOUR STARTS CURRENT_TIMESTAMP + INTERVAL 1 HOUR
  ON COMPLETION PRESERVE ENABLE
  COMMENT 'Kanban Flow: drops stale backlog items, completes delivered ones, ends dead imports'
  DO CALL housekeep()
