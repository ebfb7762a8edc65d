-- Whether this session may act as @kanban_actor: as its login (with or without host), or as anybody if the login is a member that
-- may speak for others. Compared byte by byte: a trailing blank makes another person. A locking read of the member, because a
-- snapshot may show a right that was taken away.
CREATE FUNCTION is_actor_proven() RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_actor VARCHAR(288) DEFAULT LEFT(COALESCE(NULLIF(CONCAT(@kanban_actor), ''), USER()), 288);
  DECLARE v_login VARCHAR(128) DEFAULT LEFT(USER(), CHAR_LENGTH(USER()) - LOCATE('@', REVERSE(USER())));
  DECLARE v_speaks BOOLEAN DEFAULT FALSE;

  IF CAST(v_actor AS BINARY) IN (CAST(v_login AS BINARY), CAST(LEFT(USER(), 288) AS BINARY)) THEN
    RETURN TRUE;
  END IF;
  SELECT COALESCE(MAX(may_speak_for_others), FALSE) INTO v_speaks FROM members WHERE name = v_login LOCK IN SHARE MODE;
  RETURN v_speaks OR (v_actor = 'housekeeping' AND is_housekeeping());
END
