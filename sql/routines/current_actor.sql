-- Who is at it: the person an application names in @kanban_actor, else the login. The triggers of queues, the log and the
-- events say the same expression themselves, so that a move stays fast.
CREATE FUNCTION current_actor() RETURNS VARCHAR(288)
  NO SQL SQL SECURITY DEFINER
  RETURN LEFT(COALESCE(NULLIF(CONCAT(@kanban_actor), ''), USER()), 288)
