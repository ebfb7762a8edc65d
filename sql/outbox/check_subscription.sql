-- Refuses a subscription that can never match, and names what is allowed. The relay and the commands check recipients and zones;
-- this refuses only impossible values. \z, because $ also matches before a final line break.
CREATE PROCEDURE check_subscription(
  IN p_topic VARCHAR(64), IN p_channel VARCHAR(16), IN p_recipient VARCHAR(254), IN p_role VARCHAR(16), IN p_member VARCHAR(128),
  IN p_reference VARCHAR(64), IN p_time_zone VARCHAR(64), IN p_quiet_from TIME, IN p_quiet_until TIME, IN p_digest VARCHAR(16))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_members INT;
  DECLARE v_item_id BIGINT UNSIGNED;

  IF p_topic NOT REGEXP '^([*]|[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*([.][*])?)\\z' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'topic is * for all, queue.* for those that begin with queue., or one topic');
  END IF;
  IF (p_recipient IS NOT NULL) + (p_role IS NOT NULL) + (p_member IS NOT NULL) <> 1 THEN
    CALL refuse(9118, 'INVALID_VALUE', 'a subscription has a recipient, a role or a member, one of them');
  END IF;
  IF p_role NOT IN ('logger', 'assignee', 'manager') THEN
    CALL refuse(9118, 'INVALID_VALUE', 'role is logger, assignee or manager');
  END IF;
  IF p_recipient IS NULL AND p_channel <> 'email' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'a role or a member gets e-mail; other channels name a recipient');
  END IF;
  IF p_channel NOT IN ('email', 'slack', 'teams', 'webhook') THEN
    CALL refuse(9118, 'INVALID_VALUE', 'channel is email, slack, teams or webhook');
  END IF;
  IF p_channel = 'email' AND p_recipient NOT REGEXP '^[^@[:space:],;:<>()"]+@[^@[:space:],;:<>()"]+\\z' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'recipient is one e-mail address, without a name');
  END IF;
  IF p_time_zone NOT REGEXP '^[A-Za-z][A-Za-z0-9_+/-]*\\z' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'time_zone is a name of the IANA database, such as Europe/Berlin or UTC');
  END IF;
  IF (p_quiet_from IS NULL) <> (p_quiet_until IS NULL) OR p_quiet_from = p_quiet_until
     OR p_quiet_from NOT BETWEEN '00:00:00' AND '23:59:59' OR p_quiet_until NOT BETWEEN '00:00:00' AND '23:59:59' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'quiet_from and quiet_until are two different times of day, or both NULL');
  END IF;
  IF p_digest NOT REGEXP '^(hourly|daily ([01][0-9]|2[0-3]):[0-5][0-9])\\z' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'digest is hourly, daily HH:MM, or NULL');
  END IF;
  IF p_member IS NOT NULL THEN
    SELECT COUNT(*) INTO v_members FROM members WHERE name = p_member LOCK IN SHARE MODE;
    IF v_members = 0 THEN
      CALL refuse(9118, 'INVALID_VALUE', CONCAT('no member ', QUOTE(LEFT(p_member, 64)), '; member is a name of members'));
    END IF;
  END IF;
  CALL check_item_named('item followed', p_reference, v_item_id);
END
