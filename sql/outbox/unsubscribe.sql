-- Ends for one person what the token of an unsubscribe link stands for: their subscription, or their part in one that names a
-- role. Doing it twice changes nothing. Answers with one row, (known): 0 for a token nobody was given. Who knows a token may do
-- this and nothing else: it is all that the login of the metrics API may change. What waits for this person already is let go by
-- the notifier.
CREATE PROCEDURE unsubscribe(IN p_token VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_known BOOLEAN DEFAULT EXISTS (SELECT 1 FROM subscription_recipients WHERE token = p_token);
  IF v_known THEN
    UPDATE subscription_recipients SET unsubscribed_at = clock_utc() WHERE token = p_token AND unsubscribed_at IS NULL;
  END IF;
  SELECT v_known AS known;
END
