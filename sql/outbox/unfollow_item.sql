-- Ends what follow_item began, for the member who calls. Repeating it changes nothing.
CREATE PROCEDURE unfollow_item(IN p_reference VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_member VARCHAR(128) DEFAULT member_of_actor(current_actor());

  DELETE FROM subscriptions WHERE reference = p_reference AND member = v_member;
END
