-- Runs housekeeping if the server's event scheduler is on; `kanban housekeeping` works anywhere, also next to it. It starts
-- later, because a new board has nothing to clean.
CREATE EVENT kanban_housekeeping ON SCHEDULE EVERY 1 HOUR STARTS CURRENT_TIMESTAMP + INTERVAL 1 HOUR
  ON COMPLETION PRESERVE ENABLE
  COMMENT 'Kanban Flow: drops stale backlog items, completes delivered ones, ends dead imports'
  DO CALL housekeep()
