-- A move that the workflow does not list (p_way, p_mover: see find_transition): goes by fast track if the mover asks and may,
-- else is refused, or noted if the rule only observes. Housekeeping may make every move; that is noted.
CREATE PROCEDURE check_transition(
  IN p_value_stream VARCHAR(64), IN p_from VARCHAR(64), IN p_to VARCHAR(64), IN p_way VARCHAR(16), IN p_mover VARCHAR(288),
  IN p_is_enforced BOOLEAN, IN p_is_housekeeping BOOLEAN, INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_next VARCHAR(64);
  DECLARE v_allowed TEXT;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  -- As many names as fit the message; not by GROUP_CONCAT (see refuse_unknown_queue). Locked by find_transition already.
  DECLARE moves CURSOR FOR
    SELECT to_queue FROM transitions WHERE value_stream = p_value_stream AND from_queue = p_from
    ORDER BY to_queue LIMIT 30 LOCK IN SHARE MODE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  IF p_way = 'fast_track' THEN
    SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'fast_track');
  ELSEIF p_is_housekeeping OR NOT p_is_enforced THEN
    SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'illegal_move');
  ELSEIF p_way = 'no_fast_track' THEN
    CALL refuse(9110, 'NO_FAST_TRACK', CONCAT('fast track needs members.may_fast_track, which ', p_mover, ' has not'));
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
