-- Whether somebody of the board chose this address, so that it may get messages: it is in members, a subscription or
-- default_recipient, or mail_domains has its domain (*: any).
CREATE FUNCTION is_chosen_address(p_address VARCHAR(288)) RETURNS BOOLEAN
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_domains VARCHAR(255) DEFAULT setting_value('mail_domains', '');
  DECLARE v_chosen INT;

  IF v_domains = '*' OR FIND_IN_SET(LOWER(SUBSTRING_INDEX(p_address, '@', -1)), v_domains) > 0 THEN
    RETURN TRUE;
  END IF;
  SELECT COUNT(*) INTO v_chosen FROM members WHERE p_address IN (name, email);
  IF v_chosen = 0 THEN
    SELECT COUNT(*) INTO v_chosen FROM subscriptions WHERE channel = 'email' AND recipient = p_address;
  END IF;
  IF v_chosen = 0 THEN
    SELECT COUNT(*) INTO v_chosen FROM settings WHERE name = 'default_recipient' AND value = p_address;
  END IF;
  RETURN v_chosen > 0;
END
