-- A move the workflow of its stream does not list: made by fast track when the mover asks for it and may, else refused, or
-- only noted where the rule observes. Who the mover is says the login; an application that may speak for others is
-- believed what it says in @kanban_actor.
CREATE PROCEDURE check_transition(
  IN p_value_stream VARCHAR(64), IN p_from VARCHAR(64), IN p_to VARCHAR(64), INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_login VARCHAR(128) DEFAULT SUBSTRING_INDEX(USER(), '@', 1);
  DECLARE v_speaks, v_is_entitled BOOLEAN;
  DECLARE v_allowed TEXT;

  IF @kanban_fast_track THEN
    SELECT COUNT(*) INTO v_speaks FROM members WHERE name = v_login AND may_speak_for_others;
    SELECT COUNT(*) INTO v_is_entitled
    FROM members WHERE name = IF(v_speaks, LEFT(COALESCE(NULLIF(@kanban_actor, ''), v_login), 128), v_login) AND may_fast_track;
    IF v_is_entitled THEN
      SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'fast_track');
    ELSE
      CALL refuse(9110, 'NO_FAST_TRACK', CONCAT(IF(v_speaks, COALESCE(NULLIF(@kanban_actor, ''), v_login), v_login),
        ' may not fast-track; members.may_fast_track says who may'));
    END IF;
  ELSEIF is_switched_on('enforce_transitions', p_value_stream) THEN
    SELECT GROUP_CONCAT(to_queue ORDER BY to_queue SEPARATOR ', ') INTO v_allowed
    FROM transitions WHERE value_stream = p_value_stream AND from_queue = p_from;
    CALL refuse(9109, 'ILLEGAL_MOVE', CONCAT(p_from, ' to ', p_to, ' is no move of ', p_value_stream, '; from ', p_from,
      ': ', COALESCE(v_allowed, 'none')));
  ELSE
    SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'illegal_move');
  END IF;
END
