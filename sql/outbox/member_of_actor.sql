-- The member whom an actor means: the one of this name, else of this login without its host. NULL: nobody of the board.
CREATE FUNCTION member_of_actor(p_actor VARCHAR(288)) RETURNS VARCHAR(128)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_member VARCHAR(128);

  SELECT MAX(name) INTO v_member FROM members WHERE name = p_actor;
  IF v_member IS NULL THEN
    SELECT MAX(name) INTO v_member FROM members WHERE name = SUBSTRING_INDEX(p_actor, '@', 1);
  END IF;
  RETURN v_member;
END
