-- Subscribes the member who calls to an item: mail about it to their address in `members`, but not about what they did themselves.
-- Repeating it changes nothing; who paused it or used its unsubscribe link is told again.
CREATE PROCEDURE follow_item(IN p_reference VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_actor VARCHAR(288) DEFAULT current_actor();
  DECLARE v_member VARCHAR(128) DEFAULT member_of_actor(v_actor);

  IF v_member IS NULL THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(LEFT(v_actor, 40), ' is no member; an administrator adds people who follow items'));
  ELSEIF address_of_member(v_member) IS NULL THEN
    CALL refuse(9118, 'INVALID_VALUE', CONCAT(LEFT(v_member, 40), ' has no e-mail address; an administrator enters it in members'));
  END IF;
  IF NOT is_following(p_reference, v_member) THEN
    INSERT INTO subscriptions (topic, reference, member) VALUES ('work_item.*', p_reference, v_member)
    ON DUPLICATE KEY UPDATE is_active = TRUE;
    UPDATE subscription_recipients t JOIN subscriptions s ON s.id = t.subscription_id
    SET t.unsubscribed_at = NULL
    WHERE s.reference = p_reference AND s.member = v_member;
  END IF;
END
