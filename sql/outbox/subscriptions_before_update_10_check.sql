-- Unchanged values are not checked: an old row that would be refused today can still be paused.
CREATE TRIGGER subscriptions_before_update_10_check BEFORE UPDATE ON subscriptions FOR EACH ROW
BEGIN
  IF NOT (NEW.topic <=> OLD.topic AND NEW.channel <=> OLD.channel AND NEW.recipient <=> OLD.recipient AND NEW.role <=> OLD.role
      AND NEW.member <=> OLD.member AND NEW.reference <=> OLD.reference
      AND NEW.time_zone <=> OLD.time_zone AND NEW.quiet_from <=> OLD.quiet_from AND NEW.quiet_until <=> OLD.quiet_until
      AND NEW.digest <=> OLD.digest) THEN
    CALL check_subscription(
      NEW.topic, NEW.channel, NEW.recipient, NEW.role, NEW.member, NEW.reference, NEW.time_zone, NEW.quiet_from,
      NEW.quiet_until, NEW.digest);
  END IF;
END
