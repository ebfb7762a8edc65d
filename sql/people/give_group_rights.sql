-- A member has the rights that somebody gave by hand and those that their groups give now; identities.group_rights notes which of
-- them are the groups' alone, and go with them. All as bits in the order of that SET.
CREATE PROCEDURE give_group_rights(
  IN p_issuer VARCHAR(255), IN p_subject VARCHAR(255), IN p_member VARCHAR(128), IN p_rights VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_rights, v_of_groups, v_by_hand BIGINT UNSIGNED;

  SET v_rights = (FIND_IN_SET('may_move', p_rights) > 0) | (FIND_IN_SET('may_edit', p_rights) > 0) << 1
    | (FIND_IN_SET('may_administrate', p_rights) > 0) << 2 | (FIND_IN_SET('may_fast_track', p_rights) > 0) << 3;
  SELECT group_rights + 0 INTO v_of_groups FROM identities WHERE issuer = p_issuer AND subject = p_subject FOR UPDATE;
  SELECT (may_move | may_edit << 1 | may_administrate << 2 | may_fast_track << 3) & ~v_of_groups INTO v_by_hand
  FROM members WHERE name = p_member FOR UPDATE;
  IF v_by_hand | v_rights <> v_by_hand | v_of_groups THEN
    UPDATE members
    SET may_move = (v_by_hand | v_rights) & 1 <> 0, may_edit = (v_by_hand | v_rights) & 2 <> 0,
      may_administrate = (v_by_hand | v_rights) & 4 <> 0, may_fast_track = (v_by_hand | v_rights) & 8 <> 0
    WHERE name = p_member;
  END IF;
  UPDATE identities SET group_rights = v_rights & ~v_by_hand WHERE issuer = p_issuer AND subject = p_subject;
END
