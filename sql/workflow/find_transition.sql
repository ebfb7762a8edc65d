-- What the workflow says about a move: 'listed'; 'free' if the stream lists no moves; 'unlisted'; or, if the mover asks for fast
-- track, 'fast_track' or 'no_fast_track'. Locking reads, so that it sees changes of others, whatever a snapshot shows, and the
-- answer stays true until this move commits.
--
-- The login is the mover (p_mover), or the person in @kanban_actor for an application that may speak for others. Only 1 (or TRUE)
-- asks for fast track. The comparison is by bytes, so any other value does not ask and causes no error.
CREATE PROCEDURE find_transition(
  IN p_value_stream VARCHAR(64), IN p_from VARCHAR(64), IN p_to VARCHAR(64), OUT p_way VARCHAR(16), OUT p_mover VARCHAR(288))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_login VARCHAR(128);
  DECLARE v_is_listed, v_speaks, v_is_entitled BOOLEAN;

  SELECT MAX(from_queue = p_from AND to_queue = p_to) INTO v_is_listed
  FROM transitions WHERE value_stream = p_value_stream LOCK IN SHARE MODE;
  SET p_way = IF(v_is_listed, 'listed', IF(v_is_listed IS NULL, 'free', 'unlisted'));

  IF p_way = 'unlisted' AND COALESCE(CAST(@kanban_fast_track AS BINARY) = '1', FALSE) THEN
    -- The host follows the last @; the name of a login may contain one.
    SET v_login = LEFT(USER(), CHAR_LENGTH(USER()) - LOCATE('@', REVERSE(USER())));
    SET p_mover = v_login;
    SELECT COUNT(*) INTO v_speaks FROM members WHERE name = v_login AND may_speak_for_others LOCK IN SHARE MODE;
    IF v_speaks THEN
      SET p_mover = LEFT(COALESCE(NULLIF(CONVERT(@kanban_actor USING utf8mb4), ''), v_login), 288);
    END IF;
    SELECT COUNT(*) INTO v_is_entitled FROM members WHERE name = p_mover AND may_fast_track LOCK IN SHARE MODE;
    SET p_way = IF(v_is_entitled, 'fast_track', 'no_fast_track');
  END IF;
END
