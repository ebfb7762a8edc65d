-- Also sets the time zone: that of its stream, else of `main`.
CREATE TRIGGER subscriptions_before_insert_10_check BEFORE INSERT ON subscriptions FOR EACH ROW
BEGIN
  CALL check_subscription(
    NEW.topic, NEW.channel, NEW.recipient, NEW.role, NEW.member, NEW.reference, NEW.time_zone, NEW.quiet_from, NEW.quiet_until,
    NEW.digest);
  IF NEW.time_zone IS NULL THEN
    SET NEW.time_zone = (SELECT time_zone FROM value_streams WHERE name = COALESCE(NEW.value_stream, 'main'));
  END IF;
END
