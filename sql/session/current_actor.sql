-- The actor: the person in @kanban_actor, else the login. Refused if the session may not act as that person and actors are
-- enforced. The triggers of queues repeat this expression, so that a move stays fast; record_move checks there.
CREATE FUNCTION current_actor() RETURNS VARCHAR(288)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_enforced VARCHAR(255);

  IF @kanban_actor IS NOT NULL AND NOT is_actor_proven() THEN
    SELECT MAX(value) INTO v_enforced
    FROM settings WHERE name = 'enforce_actors' AND value_stream = '' LOCK IN SHARE MODE;
    IF COALESCE(v_enforced, setting_default('enforce_actors')) = 'on' THEN
      CALL refuse_actor();
    END IF;
  END IF;
  RETURN LEFT(COALESCE(NULLIF(CONCAT(@kanban_actor), ''), USER()), 288);
END
