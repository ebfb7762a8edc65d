-- A move the workflow of its stream does not list: made by fast track when the mover asks for it and may, else refused, or
-- only noted where the rule observes. Who the mover is says the login; an application that may speak for others is
-- believed what it says in @kanban_actor. Only 1 (or TRUE) asks: compared as bytes, any other value is no error and no more
-- than not asking. Housekeeping goes where it must; that is noted.
CREATE PROCEDURE check_transition(
  IN p_value_stream VARCHAR(64), IN p_from VARCHAR(64), IN p_to VARCHAR(64), IN p_is_enforced BOOLEAN,
  IN p_is_housekeeping BOOLEAN, INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
check_transition: BEGIN
  -- The host follows the last @; a login may have one in its name.
  DECLARE v_login VARCHAR(128) DEFAULT LEFT(USER(), CHAR_LENGTH(USER()) - LOCATE('@', REVERSE(USER())));
  DECLARE v_mover VARCHAR(288) DEFAULT v_login;
  DECLARE v_asks BOOLEAN DEFAULT COALESCE(CAST(@kanban_fast_track AS BINARY) = '1', FALSE);
  DECLARE v_is_allowed, v_speaks BOOLEAN;
  DECLARE v_is_entitled BOOLEAN DEFAULT FALSE;
  DECLARE v_next VARCHAR(64);
  DECLARE v_allowed TEXT;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  -- As many names as fit the message; not by GROUP_CONCAT (see refuse_unknown_queue).
  DECLARE moves CURSOR FOR
    SELECT to_queue FROM transitions WHERE value_stream = p_value_stream AND from_queue = p_from ORDER BY to_queue LIMIT 30;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  -- The caller looked at a snapshot: a queue renamed since, or a move just allowed, is seen only here.
  SELECT MAX(from_queue = p_from AND to_queue = p_to) INTO v_is_allowed
  FROM transitions WHERE value_stream = p_value_stream LOCK IN SHARE MODE;
  IF COALESCE(v_is_allowed, TRUE) THEN
    LEAVE check_transition;
  END IF;
  IF p_is_housekeeping THEN
    SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'illegal_move');
    LEAVE check_transition;
  END IF;

  IF v_asks THEN
    SELECT COUNT(*) INTO v_speaks FROM members WHERE name = v_login AND may_speak_for_others;
    IF v_speaks THEN
      SET v_mover = LEFT(COALESCE(NULLIF(CONVERT(@kanban_actor USING utf8mb4), ''), v_login), 288);
    END IF;
    SELECT COUNT(*) INTO v_is_entitled FROM members WHERE name = v_mover AND may_fast_track;
  END IF;

  IF v_is_entitled THEN
    SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'fast_track');
  ELSEIF NOT p_is_enforced THEN
    SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'illegal_move');
  ELSEIF v_asks THEN
    CALL refuse(9110, 'NO_FAST_TRACK', CONCAT('fast track needs members.may_fast_track, which ', v_mover, ' has not'));
  ELSE
    OPEN moves;
    each_move: LOOP
      FETCH moves INTO v_next;
      IF v_is_over THEN
        LEAVE each_move;
      END IF;
      SET v_allowed = CONCAT_WS(', ', v_allowed, v_next);
    END LOOP;
    CLOSE moves;
    CALL refuse(9109, 'ILLEGAL_MOVE', CONCAT('from ', p_from, ' items move to ', COALESCE(v_allowed, 'no other queue'), '; not to ', p_to));
  END IF;
END
