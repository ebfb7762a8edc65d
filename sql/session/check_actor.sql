-- A move with an actor other than the login: refused if actors are enforced, else noted. Called only if @kanban_actor is set.
CREATE PROCEDURE check_actor(IN p_is_enforced BOOLEAN, INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  IF NOT is_actor_proven() THEN
    IF p_is_enforced THEN
      CALL refuse_actor();
    END IF;
    SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'unproven_actor');
  END IF;
END
