-- Whether a member gets mail about an item because they follow it: the subscription is active, and its link was not used to leave.
CREATE FUNCTION is_following(p_reference VARCHAR(255), p_member VARCHAR(255)) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_address VARCHAR(288) DEFAULT LOWER(address_of_member(p_member));

  RETURN EXISTS (
    SELECT 1 FROM subscriptions s
    WHERE s.reference = p_reference AND s.member = p_member AND s.is_active AND NOT EXISTS (
      SELECT 1 FROM subscription_recipients t
      WHERE t.subscription_id = s.id AND t.recipient = v_address AND t.unsubscribed_at IS NOT NULL));
END
