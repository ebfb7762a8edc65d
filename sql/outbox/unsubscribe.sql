-- Unsubscribes the person that the token of an unsubscribe link stands for: from their subscription, or from their part in that
-- of a role. Repeating it changes nothing. Returns a row (known): 0 for an unknown token. The API's login may change nothing
-- else. The notifier drops messages that wait already.
CREATE PROCEDURE unsubscribe(IN p_token VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_known BOOLEAN DEFAULT EXISTS (SELECT 1 FROM subscription_recipients WHERE token = p_token);
  IF v_known THEN
    UPDATE subscription_recipients SET unsubscribed_at = clock_utc() WHERE token = p_token AND unsubscribed_at IS NULL;
  END IF;
  SELECT v_known AS known;
END
