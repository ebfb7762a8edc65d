-- What the workflow of a stream says of a move: 'listed'; 'free', as it lists none; 'unlisted'; or, where the mover asks for fast
-- track, 'fast_track' or 'no_fast_track'. By locking reads: what others changed, or just change, holds, whatever a snapshot shows,
-- and stays so until this move is committed.
--
-- Who the mover is (p_mover) says the login; an application that may speak for others is believed what it says in @kanban_actor.
-- Only 1 (or TRUE) asks: compared as bytes, any other value is no error and no more than not asking.
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
    -- The host follows the last @; a login may have one in its name.
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
